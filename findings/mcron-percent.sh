#!/bin/sh
# mcron 1.0.8-1.1 with Guile 3.0.8 (Debian 12): it never runs a line of a crontab that has a percent sign, be it the
# escaped one of `date +\%F`, with which people name a day's file, or one before a command's input, both as crontab(5) has
# them. It says "Unbound variable: match:substring" on its own standard error and sends no mail to MAILTO. The lines
# beside it run. An archive of each night is missing, and nobody hears of it: put such a command into a script.
# Exits with 1 if that has changed. Needs root, for a layer over / that is in a temporary folder, and a minute.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
mkdir "$folder/up" "$folder/work" "$folder/root" "$folder/packages"
cd "$folder/packages"
apt-get download -q mcron=1.0.8-1.1 guile-3.0-libs=3.0.8-2 libgc1=1:8.2.2-3 libunistring2=1.0-2 libffi8=3.4.4-1 \
  libgmp10=2:6.2.1+dfsg1-1.1 >/dev/null 2>&1
for package in *.deb; do
  dpkg-deb -x "$package" "$folder/up"
done
mkdir -p "$folder/up/run" "$folder/up/usr/sbin"
cat >"$folder/up/run/table" <<'IN'
MAILTO=ops@example.com
* * * * * echo plain >/run/ran-plain
* * * * * date +\%F >/run/ran-escaped
* * * * * cat >/run/ran-input%Hello
IN
printf '#!/bin/sh\ncat >/run/mail\n' >"$folder/up/usr/sbin/sendmail"
chmod 755 "$folder/up/usr/sbin/sendmail"
cat >"$folder/up/run/shown" <<'IN'
export GUILE_AUTO_COMPILE=0
mcron --version | grep -o 'mcron.*)'
timeout 65 mcron --stdin=vixie - </run/table 2>/run/errors
echo "ran: $(cd /run && echo ran-*), mails: $(find /run -name mail | grep -c .)"
grep -o 'Unbound variable.*' /run/errors
[ "$(cd /run && echo ran-*)" = ran-plain ] && [ ! -e /run/mail ]
IN
cd "$folder"
unshare -mnpf sh -eu <<'IN'
mount -t overlay layer -o lowerdir=/,upperdir=up,workdir=work root
mount -t proc proc root/proc
mount --bind /dev root/dev
exec chroot root sh /run/shown
IN
