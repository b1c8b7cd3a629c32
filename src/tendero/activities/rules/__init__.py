"""Pure rules of the agenda: when a task is late, how it repeats, what a typed line means."""
