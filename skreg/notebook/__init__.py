"""What notebooks show of fitted objects, as HTML: tables and curves without scripts, in any theme."""
