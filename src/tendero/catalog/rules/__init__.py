"""Pure rules of the catalog: margins."""
