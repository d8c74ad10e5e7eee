#!/bin/sh
# dma 0.13-1+b1 (Debian 12) with -t: of a To header that is folded, as RFC 5322 (2.2.3) lets every header be, it reads the
# first line only, and exits with 0. The receivers on the other lines get nothing, and nobody hears of it. On one line
# all of them are read.
# Exits with 1 if that has changed. Needs root: it installs into a layer over / that is in a temporary folder, without
# a network while it runs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/shown" <<'IN'
printf 'SMARTHOST 127.0.0.1\nPORT 9\n' >/etc/dma/dma.conf
receivers() { # how many dma keeps to try again: there is no server
  rm -f /var/spool/dma/*
  printf 'From: a@example.com\nTo: %b\nSubject: Hello\n\nHello\n' "$1" | /usr/sbin/dma -t -i -f a@example.com
  echo "exit status $?, for $(cat /var/spool/dma/Q* | sed -n 's/^Recipient: //p' | sort | tr '\n' ' ')"
}
dpkg-query -W dma
folded=$(receivers 'b@example.net,\n c@example.net,\n d@example.net')
plain=$(receivers 'b@example.net, c@example.net, d@example.net')
echo "folded:   $folded"
echo "one line: $plain"
[ "$folded" = "exit status 0, for b@example.net " ] &&
  [ "$plain" = "exit status 0, for b@example.net c@example.net d@example.net " ]
IN
folder=$folder package=dma=0.13-1+b1 unshare -m sh -eu -c '
  mkdir "$folder/up" "$folder/work" "$folder/root"
  mount -t overlay layer -o "lowerdir=/,upperdir=$folder/up,workdir=$folder/work" "$folder/root"
  mount -t proc proc "$folder/root/proc"
  mount --bind /dev "$folder/root/dev"
  printf "#!/bin/sh\nexit 101\n" >"$folder/root/usr/sbin/policy-rc.d"
  chmod 755 "$folder/root/usr/sbin/policy-rc.d"
  export DEBIAN_FRONTEND=noninteractive
  chroot "$folder/root" apt-get update -q >/dev/null
  chroot "$folder/root" apt-get install -q -y --no-install-recommends "$package" >/dev/null 2>&1
  cp "$folder/shown" "$folder/root/root/shown"
  unshare -n chroot "$folder/root" sh /root/shown
'
