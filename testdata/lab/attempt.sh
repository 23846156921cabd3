#!/usr/bin/env bash
# Runs inside of the booted tree: starts the unit, asks the probe until it passes
# or the time is over, and writes down what happened.
#   outcome: works | start fails | starts, but does not do its job
cd /run/lab || exit 1
unit=$(cat unit)
seconds=$(cat seconds)
state() { systemctl show --value --property="$1" "$unit"; }

[ ! -e before ] || bash before >before.log 2>&1
timeout -k 2 40 systemctl start "$unit" >start.log 2>&1
started=$?
# fine tells that the unit runs, or has ended well: a job, or what a probe stopped
# to see what it leaves behind.
fine() {
  case $(state ActiveState) in
  active) ;;
  inactive) [ "$(state Result)" = success ] && [ "$started" = 0 ] ;;
  *) false ;;
  esac
}

outcome='start fails'
end=$((SECONDS + seconds))
while [ "$SECONDS" -le "$end" ]; do
  case $(state ActiveState)/$(state SubState) in
  failed/* | */auto-restart) break ;;
  esac
  if fine; then
    outcome='starts, but does not do its job'
    if timeout -k 1 20 bash probe >answer 2>&1; then
      sleep 0.4
      fine && outcome=works
      break
    fi
  fi
  sleep 0.2
done
# What systemd had to start again, or what ended badly, did not start.
if [ "$(state NRestarts)" != 0 ] || { [ "$outcome" != works ] && ! { [ "$(state ActiveState)" = active ] && [ "$started" = 0 ]; }; }; then
  outcome='start fails'
fi

journalctl --unit "$unit" --output cat --no-pager --lines 60 >journal 2>&1
{ grep -iE 'denied|not permitted|read-only|no such|fail|error|cannot|unable|killed|status=' journal | head -n 6; tail -n 2 answer 2>/dev/null; } |
  cut -c1-240 | paste -sd '|' | tr -d '\000-\010\013-\037' >evidence
systemd-analyze security --no-pager "$unit" 2>/dev/null | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p' >exposure
echo "$outcome" >outcome
