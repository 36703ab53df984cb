"""The study of tables: its data sets, its methods, and its measures of a prediction."""
