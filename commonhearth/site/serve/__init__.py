"""`hearth serve`: one command that runs the web worker and the job worker and keeps them running.

commands      what `hearth serve`, `run`, `demo` and `migrate` do before anything is served
supervisor    starts both, restarts what dies, ends both; loads no Django, so it stays small
web           the web server: granian, or gunicorn where that is asked for
worker        the job worker
"""
