"""HTML representations of fitted objects for notebooks: tables and curves without scripts, for any theme."""
