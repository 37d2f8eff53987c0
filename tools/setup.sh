# shellcheck shell=bash
# What ./quickstart and ./run-tests need on a machine, each part installed only where it is missing:
#
#   ensure_node_modules   npm packages, among them a Node that is new enough; puts it on PATH
#   ensure_packages       Debian packages for the parts named, in one apt call
#   ensure_engine         a Docker Engine that answers, started here if need be
#   ensure_hello_image    longshore/hello:1, made from a static busybox
#   ensure_test_tools     podman, AWS CLI v2, and a Python with boto3, moto and OpenTelemetry
#
# Source it with the working directory at the root of the checkout. Each function returns non-zero, having
# said why, when it could not do its part. What the steps print goes to .longshore/setup.log.

setup_log=.longshore/setup.log
boto3_version=1.43.11
moto_version=5.2.5
detector_version=2.1.0 # opentelemetry-sdk-extension-aws
opentelemetry_version=1.45.2

if [ -t 1 ]; then
  bold=$'\033[1m' dim=$'\033[2m' red=$'\033[31m' plain=$'\033[0m'
else
  bold='' dim='' red='' plain=''
fi

say() { printf '%s\n' "$*"; }
heading() { printf '%s%s%s\n' "$bold" "$*" "$plain"; }
note() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }
complain() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# step WHAT COMMAND...: says what begins, keeps the command's output out of sight, says how long it took;
# shows the end of the output when the command fails.
step() {
  local what=$1 begun=$SECONDS from status=0
  shift
  mkdir -p .longshore
  touch "$setup_log"
  from=$(($(wc -l <"$setup_log") + 1))
  printf '%s ... ' "$what"
  "$@" >>"$setup_log" 2>&1 </dev/null || status=$?
  if [ "$status" -eq 0 ]; then
    say "done ($((SECONDS - begun)) s)"
    return 0
  fi
  say "failed"
  complain "The end of what it said (all of it is in $setup_log):"
  tail -n "+$from" "$setup_log" | tail -n 20 >&2
  return "$status"
}

# --- Node and npm packages ---

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 24 || (a === 24 && b >= 15) ? 0 : 1)' 2>/dev/null
}

# npm runs on the Node that the project pins, or a newer one: on an older one it leaves out, without a word,
# the optional packages that say they need a newer Node, and those are the compiled parts of our tools.
ensure_node_for_npm() {
  local prefix=.longshore/node version
  node_is_new_enough && return 0
  version=$(sed -n 's/^ *"node": "\([0-9.]*\)".*/\1/p' package.json)
  PATH=$PWD/$prefix/node_modules/.bin:$PATH
  if [ "$(node --version 2>/dev/null)" != "v$version" ]; then
    step "Installing Node $version" npm install --prefix "$prefix" --no-audit --no-fund --no-progress \
      --loglevel=error "node@$version" || return 1
    hash -r
  fi
}

ensure_node_modules() {
  local pinned=node_modules/node/bin/node
  # npm writes its own copy of the lock file last: older than ours means changed or interrupted. A link is
  # somebody's own arrangement, and npm ci would empty the folder behind it.
  if [ ! -L node_modules ] && [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    if ! have npm; then
      complain "npm was not found. Install Node.js with npm (any version from 18 on; https://nodejs.org, or on"
      complain "Debian and Ubuntu 'apt-get install nodejs npm'), then run this again."
      return 1
    fi
    ensure_node_for_npm || return 1
    step "Installing npm packages" \
      npm ci --no-audit --no-fund --no-progress --loglevel=error || return 1
  fi
  if ! "$pinned" --version >/dev/null 2>&1; then
    complain "The pinned Node is missing at $pinned: npm is set up to skip install scripts (ignore-scripts)."
    complain "Run 'npm rebuild node --ignore-scripts=false', then this again."
    return 1
  fi
  PATH=$PWD/node_modules/.bin:$PATH
  export PATH
}

# --- Debian packages ---

is_debian() {
  [ -r /etc/os-release ] && have apt-get &&
    (. /etc/os-release && case " $ID ${ID_LIKE:-} " in *' debian '* | *' ubuntu '*) true ;; *) false ;; esac)
}

aws_cli_v2() {
  local candidate
  for candidate in /usr/bin/aws /usr/local/bin/aws aws; do
    have "$candidate" || continue
    case $("$candidate" --version 2>/dev/null) in
      aws-cli/2.*)
        command -v "$candidate"
        return 0
        ;;
    esac
  done
  return 1
}

# ldd fails for a program that loads no library.
static_busybox() { [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1; }

# True for a python3 that can make virtual environments with pip in them.
python_with_venv() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }

# missing_packages PART...: the packages that would have to be installed for engine, hello, tests.
missing_packages() {
  local part
  for part in "$@"; do
    case $part in
      engine)
        have dockerd || echo docker.io
        have iptables || echo iptables
        [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
        ;;
      hello) static_busybox || echo busybox-static ;;
      tests)
        have podman || echo podman
        aws_cli_v2 >/dev/null || echo awscli
        [ -x .longshore/venv/bin/python ] || python_with_venv python3 || python_with_venv /usr/bin/python3 ||
          printf '%s\n' python3 python3-venv
        ;;
    esac
  done
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q && apt-get install -q -y --no-install-recommends "$@"
}

# ensure_packages PART...: fails with a sentence where packages are missing and cannot be installed.
ensure_packages() {
  local packages
  packages=$(missing_packages "$@" | sort -u | tr '\n' ' ')
  packages=${packages% }
  [ -n "$packages" ] || return 0
  if ! is_debian || [ "$(id -u)" -ne 0 ]; then
    complain "Needed on this machine: $packages (the names of Debian's packages)."
    if is_debian; then
      complain "Run 'sudo apt-get install $packages', or run this as root."
    else
      complain "Install them with this system's package manager, then run this again."
    fi
    return 1
  fi
  # shellcheck disable=SC2086 # the names are to be split
  step "Installing $packages" apt_install $packages
}

# --- Docker Engine ---

engine_log=/var/log/longshore-dockerd.log

ensure_engine() {
  local status=0 said
  said=$(node tools/engine-status.ts 2>&1) || status=$?
  case $status in
    0)
      note "Engine: $said"
      return 0
      ;;
    3) start_engine ;;
    *)
      complain "$said"
      return 1
      ;;
  esac
}

start_engine() {
  if ! is_debian; then
    complain "No Docker Engine answers at /var/run/docker.sock. Install and start Docker Engine"
    complain "(https://docs.docker.com/engine/install/), Docker Desktop, Colima or Podman's socket, or set"
    complain "DOCKER_HOST to an engine elsewhere; then run this again."
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    complain "No Docker Engine answers at /var/run/docker.sock, and only root can start one. Run"
    complain "'sudo apt-get install docker.io && sudo usermod -aG docker $(id -un)', log in again, then run this"
    complain "again; or set DOCKER_HOST to an engine elsewhere."
    return 1
  fi
  # The image that comes next needs busybox: one apt call for both.
  ensure_packages engine hello || return 1
  if [ -d /run/systemd/system ]; then
    step "Starting the Docker Engine (systemctl start docker)" start_engine_by_systemd || return 1
    say "The Docker Engine stays; 'systemctl stop docker' stops it."
  else
    step "Starting the Docker Engine (its log: $engine_log)" start_dockerd || return 1
    say "The Docker Engine stays; 'kill \$(cat /var/run/docker.pid)' stops it."
  fi
  said=$(node tools/engine-status.ts 2>&1) || {
    complain "$said"
    return 1
  }
  note "Engine: $said"
}

start_engine_by_systemd() {
  systemctl start docker && node tools/engine-status.ts --wait 30
}

# In a container, or wherever nothing starts services: our own dockerd, in a session of its own so that it
# outlives this shell and hears no Ctrl-C.
start_dockerd() {
  local daemon tries=0
  setsid nohup dockerd >"$engine_log" 2>&1 </dev/null &
  daemon=$!
  disown "$daemon"
  until [ -S /var/run/docker.sock ] && node tools/engine-status.ts; do
    tries=$((tries + 1))
    if ! kill -0 "$daemon" 2>/dev/null || [ "$tries" -gt 300 ]; then
      echo "dockerd did not come up. The end of its log:"
      tail -n 15 "$engine_log"
      kill "$daemon" 2>/dev/null
      return 1
    fi
    sleep 0.2
  done
}

# --- Image and test tools ---

# Where there is no busybox and no apt, the image is pulled instead; the builder says so if that fails.
ensure_hello_image() {
  local said
  if is_debian && [ "$(id -u)" -eq 0 ]; then ensure_packages hello || return 1; fi
  said=$(node tools/build-hello-image.ts 2>&1) || {
    complain "$said"
    return 1
  }
  note "Image: $said"
}

make_venv() {
  local python=python3
  python_with_venv python3 || python=/usr/bin/python3
  rm -rf .longshore/venv
  "$python" -m venv .longshore/venv &&
    timeout 600 .longshore/venv/bin/python -m pip install --quiet --disable-pip-version-check "boto3==$boto3_version" \
      "opentelemetry-sdk==$opentelemetry_version" "opentelemetry-sdk-extension-aws==$detector_version" \
      "moto[server]==$moto_version"
}

has_python_package() { ls -d .longshore/venv/lib/python3*/site-packages/"$1-$2.dist-info" >/dev/null 2>&1; }

# Tells the end-to-end tests which clients to use.
ensure_test_tools() {
  ensure_packages tests || return 1
  if ! has_python_package boto3 "$boto3_version" ||
    ! has_python_package opentelemetry_sdk "$opentelemetry_version" ||
    ! has_python_package opentelemetry_sdk_extension_aws "$detector_version" ||
    ! has_python_package moto "$moto_version"; then
    step "Installing boto3, moto and OpenTelemetry in .longshore/venv" make_venv || return 1
  fi
  LONGSHORE_TEST_PYTHON=$PWD/.longshore/venv/bin/python
  LONGSHORE_TEST_AWS_CLI=$(aws_cli_v2)
  export LONGSHORE_TEST_PYTHON LONGSHORE_TEST_AWS_CLI
}
