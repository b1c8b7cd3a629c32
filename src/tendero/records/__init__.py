"""The record engine: one declaration per entity, every surface derived.

Declare with `records.registry` (RecordType, Section, Preset, Panel, Board, register, extend) and `records.fields`
(Field, Kind, Related).
"""
