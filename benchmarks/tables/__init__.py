"""What the study of tables compares: the sets, the methods, and how a prediction is judged."""
