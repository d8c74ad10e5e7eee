#!/bin/sh
# systemd-cron 1.15.19-5 (Debian 12): its generator of timers takes other days than its crontab(5) promises, and the jobs
# run on them. `nov` is October and `dec` is November; `oct` never comes. `6-7`, the weekend, is every day of the week,
# and `0-7`, every day, is Sundays. A day of the month beside a day of the week means both, where the page says either, as
# other crons do. The log has "garbled time" for `oct` and `6-7`, and nothing for the rest. What is meant for weekends,
# such as a sweep of idle sessions, runs all week. Write `6,0`, months as numbers, and a line for each of two such days.
# Exits with 1 if that has changed. Needs root, to have folders of its own over those of cron.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q systemd-cron=1.15.19-5 >/dev/null 2>&1
dpkg-deb -x systemd-cron_*.deb pinned
mkdir out
cat >table <<'IN'
0 1 1 nov *   true
0 2 1 dec *   true
0 3 1 11 *    true
0 4 1 oct *   true
0 5 * * 6-7   true
0 6 * * 0-7   true
0 7 * * 6,0   true
0 8 1 * 1     true
IN
unshare -m sh -eu <<'IN'
for covered in /run /etc/cron.d /var/spool; do mount -t tmpfs cover "$covered"; done
mkdir -p /run/systemd /var/spool/cron/crontabs
cp table /var/spool/cron/crontabs/root
python3 pinned/lib/systemd/system-generators/systemd-crontab-generator out 2>said
IN
grep -o 'garbled time.*' said
for timer in out/cron-root-root-*.timer; do
  sed -n 's/^Description=\[Timer\] "\(.*\) true"$/\1/p; s/^OnCalendar=/ becomes /p' "$timer" | tr -d '\n'
  echo
done | tee seen
cat >wanted <<'IN'
0 1 1 nov * becomes *-10-1 1:0:00
0 2 1 dec * becomes *-11-1 2:0:00
0 3 1 11 * becomes *-11-1 3:0:00
0 5 * * 6-7 becomes  *-*-* 5:0:00
0 6 * * 0-7 becomes Sun *-*-* 6:0:00
0 7 * * 6,0 becomes Sun,Sat *-*-* 7:0:00
0 8 1 * 1 becomes Mon *-*-1 8:0:00
IN
cmp seen wanted
