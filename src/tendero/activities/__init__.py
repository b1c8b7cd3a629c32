"""What was done with each contact and what is to be done: entries of the historial, tasks, documents, Hoy.

Words: an *activity* is an entry of the historial; a *milestone* is one the system writes about a change that matters;
a *task* is something to do by a day; the *pulse* is how a contact stands today (last contact, next task).
"""
