"""Reads of the pipeline that span models."""
