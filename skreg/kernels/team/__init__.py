"""Teams of threads that share the work of a kernel."""
