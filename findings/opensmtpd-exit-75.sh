#!/bin/sh
# OpenSMTPD 6.8.0p2-4+b4 (Debian 12): while its daemon is stopped, its sendmail exits with 75, which sysexits calls "a
# temporary failure, try again" - and keeps the mail all the same, to send it once the daemon runs. Whoever believes the
# status and tries again sends it once for each try.
# Exits with 1 if that has changed. Needs root: it installs into a layer over / that is in a temporary folder, without
# a network while it runs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/shown" <<'IN'
printf 'action "out" relay host smtp://127.0.0.1:9\nmatch from local for any action "out"\n' >/etc/smtpd.conf
try() {
  printf 'From: a@example.com\nTo: b@example.net\nMessage-ID: <1@example.com>\nSubject: Hello\n\nHello\n' |
    /usr/sbin/sendmail -t -i -f a@example.com
}
dpkg-query -W opensmtpd
smtpd 2>/dev/null # once, for its folders
sleep 2
pkill -x smtpd
sleep 1
first=0 second=0
try || first=$?
try || second=$?
echo "while the daemon is stopped: exit status $first, and again $second"
smtpd 2>/dev/null
sleep 3
queued=$(smtpctl show queue | grep -c 'b@example.net')
pkill -x smtpd
echo "in the queue of the daemon once it runs: $queued"
[ "$first $second $queued" = "75 75 2" ]
IN
folder=$folder package=opensmtpd=6.8.0p2-4+b4 unshare -m sh -eu -c '
  mkdir "$folder/up" "$folder/work" "$folder/root"
  mount -t overlay layer -o "lowerdir=/,upperdir=$folder/up,workdir=$folder/work" "$folder/root"
  mount --bind /dev "$folder/root/dev"
  printf "#!/bin/sh\nexit 101\n" >"$folder/root/usr/sbin/policy-rc.d"
  chmod 755 "$folder/root/usr/sbin/policy-rc.d"
  export DEBIAN_FRONTEND=noninteractive
  chroot "$folder/root" apt-get update -q >/dev/null
  chroot "$folder/root" apt-get install -q -y --no-install-recommends "$package" >/dev/null 2>&1
  cp "$folder/shown" "$folder/root/root/shown"
  unshare -npf sh -eu -c "mount -t proc proc $folder/root/proc; exec chroot $folder/root sh /root/shown"
'
