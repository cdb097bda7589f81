"""Letter content in, PDF and accessible HTML out; the only place that knows reportlab."""
