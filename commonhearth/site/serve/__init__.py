"""`hearth serve`: one command that runs the web worker and the job worker and keeps them running.

commands      what `hearth serve`, `run`, `demo` and `migrate` do before anything is served
supervisor    loads the application once, starts both from there, restarts what dies, ends both
web           the web server: granian, or gunicorn where that is asked for
worker        the job worker
"""
