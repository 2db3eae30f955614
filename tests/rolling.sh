#!/usr/bin/env bash
# Tests a rolling restart behind a proxy: rolling.sh [REQUESTS] [RESTARTS]
#
# Two servers share a PostgreSQL database behind nginx. They get 20,000 POST requests on 16
# connections; a third of the requests are changes. Meanwhile the servers are restarted in turn, six
# times in total. The script counts the requests that fail. It succeeds if there are none.
#
# Needs PostgreSQL's server programs, nginx (`apt install nginx-light`) and Python 3. Run it from a
# checkout. Set TENANTRY to use another program than target/release/tenantry.
set -euo pipefail
cd "$(dirname "$0")/.."

requests=${1:-20000} restarts=${2:-6}
program=$(realpath "${TENANTRY:-target/release/tenantry}")
postgres=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
work=$(mktemp -d)
chmod 755 "$work"
export TENANTRY_ROOT_TOKEN="tnt_rolling_$RANDOM$RANDOM"
declare -A server

as_postgres() {
  if [[ $EUID == 0 ]]; then
    su postgres -c "$(printf '%q ' "$@")"
  else
    "$@"
  fi
}

finish() {
  kill "${server[@]}" 2>/dev/null || true
  if [[ -e $work/nginx.pid ]]; then kill "$(cat "$work/nginx.pid")" || true; fi
  as_postgres "$postgres/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

read -r database first second front < <(python3 - <<'PYTHON'
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*(s.getsockname()[1] for s in sockets))
PYTHON
)

mkdir "$work/data"
if [[ $EUID == 0 ]]; then chown postgres "$work/data"; fi
as_postgres "$postgres/initdb" -D "$work/data" -U postgres --auth=trust >/dev/null
as_postgres "$postgres/pg_ctl" -D "$work/data" -w -l "$work/data/log" \
  -o "-p $database -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off" start >/dev/null

ready() {
  curl --silent --fail --retry 100 --retry-delay 1 --retry-all-errors --retry-max-time 60 --output /dev/null \
    "http://127.0.0.1:$1/readyz"
}

start() {
  TENANTRY_LISTEN="127.0.0.1:$1" TENANTRY_DATABASE_URL="postgres://postgres@127.0.0.1:$database/postgres" \
    TENANTRY_TRUSTED_PROXIES=127.0.0.1/32 "$program" serve >"$work/out.$1" 2>>"$work/log.$1" &
  server[$1]=$!
  ready "$1"
}

# The defaults of nginx, except that connections are reused, and that a server that failed is used
# again after one second.
cat >"$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log warn;
worker_processes 2;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  scgi_temp_path $work/scgi;
  uwsgi_temp_path $work/uwsgi;
  upstream tenantry {
    server 127.0.0.1:$first fail_timeout=1s;
    server 127.0.0.1:$second fail_timeout=1s;
    keepalive 16;
  }
  server {
    listen 127.0.0.1:$front;
    keepalive_requests 1000000;
    location / {
      proxy_pass http://tenantry;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$host;
    }
  }
}
CONF

start "$first"
start "$second"
nginx -c "$work/nginx.conf" -p "$work"

cat >"$work/send.py" <<'PYTHON'
import collections, http.client, json, os, sys, threading

front, requests, finished = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
headers = {"Authorization": "Bearer " + os.environ["TENANTRY_ROOT_TOKEN"], "Content-Type": "application/json"}
lock, sent, outcomes = threading.Lock(), 0, collections.Counter()

def ask(connection, number):
    if number % 3 == 0:
        query = 'mutation { createOrg(name: "Org %d") { result error } }' % number
    else:
        query = "{ viewer { token { name } } }"
    connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        return "status %d" % reply.status
    reply = json.loads(body)
    if "errors" in reply:
        return "errors: %s" % reply["errors"][0]["message"]
    if number % 3 == 0 and reply["data"]["createOrg"]["result"] != "created":
        return "result: %s" % reply["data"]["createOrg"]
    return "ok"

def work():
    global sent
    connection = http.client.HTTPConnection("127.0.0.1", front, timeout=30)
    while True:
        with lock:
            # Continues until all restarts are over, so that there are requests during each of them.
            if sent >= requests and os.path.exists(finished):
                return
            sent += 1
            number = sent
        try:
            outcome = ask(connection, number)
        except Exception as error:
            outcome = repr(error)
            connection.close()
        with lock:
            outcomes[outcome] += 1

threads = [threading.Thread(target=work) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
failed = sum(outcomes.values()) - outcomes["ok"]
print(f"{sum(outcomes.values())} requests, {failed} failed")
for outcome, count in outcomes.items():
    if outcome != "ok":
        print(f"  {count} x {outcome}")
sys.exit(failed > 0)
PYTHON
python3 "$work/send.py" "$front" "$requests" "$work/finished" &
sender=$!

for ((restart = 0; restart < restarts; restart++)); do
  port=$((restart % 2 ? second : first))
  # Gives nginx time to use the other server again.
  sleep 2
  kill -TERM "${server[$port]}"
  wait "${server[$port]}"
  start "$port"
  echo "restarted server $((restart % 2 + 1))"
done
touch "$work/finished"
code=0
wait "$sender" || code=$?
if ((code != 0)); then
  # A refused connection is not a failure, because nginx then uses the other server.
  grep -v -e 'Connection refused' -e 'temporarily disabled' "$work/nginx.log" >&2 || true
fi
exit "$code"
