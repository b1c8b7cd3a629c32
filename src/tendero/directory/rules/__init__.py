"""Pure rules: plain values in, plain values out. No database, no clock, no settings."""
