"""The composition root: the one place that builds and joins the parts."""
