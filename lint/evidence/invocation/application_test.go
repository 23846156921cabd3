package invocation

import "testing"

// TestApplications holds which application a server of such is seen to run.
func TestApplications(t *testing.T) {
	for line, want := range map[string]string{
		"/usr/bin/celery -A orders.queue worker":                     "orders",
		"/usr/bin/celery --app=orders worker":                        "orders",
		"/usr/bin/celery worker":                                     "",
		"/usr/bin/gunicorn --bind unix:/run/a.sock orders.wsgi:main": "orders",
		"/usr/bin/gunicorn --bind 127.0.0.1:80 orders:make_app()":    "orders",
		"/usr/bin/gunicorn -c /etc/orders.py":                        "",
		"/usr/bin/python3 -m uvicorn orders.asgi:app --host ::1":     "orders",
		"/usr/bin/python3 /usr/bin/gunicorn3 orders.asgi:app":        "orders",
		"/usr/bin/uwsgi --module orders.wsgi:application --http :80": "orders",
		"/usr/bin/python3 /srv/orders.py orders.wsgi:main":           "",
	} {
		i := invocationOf(line)
		got := ""
		if i.Hosts() {
			got = i.Names()[0]
		}
		if got != want {
			t.Errorf("%s: %q, expected %q", line, got, want)
		}
	}
}
