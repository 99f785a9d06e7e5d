# Sourced by record and by ../pictures/take: the real program in a terminal of 100x30 (tmux), its keys and its screens.
# Ends only what it started.
dir=$(mktemp -d)
socket=0
pane() { tmux -S "$dir/tmux$socket" "$@"; }
trap 'pane kill-server 2>/dev/null || true; rm -rf "$dir"' EXIT
text() { pane capture-pane -p | tr '\n' ' ' | tr -s ' '; }

# begin dark|light COMMAND...: starts the program before a background of that kind. It's not told of tmux, for which it would
# draw with fewer colors.
begin() {
  local style='bg=#16181d,fg=#d7dae0' kind=$1
  [ "$kind" = dark ] || style='bg=#ffffff,fg=#1f2328'
  shift
  pane kill-server 2>/dev/null || true
  socket=$((socket + 1)) # the old server may not be gone yet
  COLORTERM=truecolor TERM=xterm-256color pane -f /dev/null new-session -d -x 100 -y 30 'exec sleep 600'
  pane set -g default-terminal tmux-256color
  pane set -g status off
  pane set -g window-style "$style"
  pane respawn-pane -k "env -u NO_COLOR -u TMUX TERM=xterm-256color COLORTERM=truecolor $*; exec sleep 600"
}

# settle: waits until the screen has stood still for a while.
settle() {
  local last now still=0
  last=$(text)
  for _ in $(seq 200); do
    sleep 0.05
    now=$(text)
    if [ "$now" = "$last" ]; then still=$((still + 1)); else still=0 last=$now; fi
    [ "$still" -lt "${STILL:-5}" ] || return 0
  done
}

# await TEXT: waits until the screen shows it.
await() {
  for _ in $(seq 200); do
    if text | grep -qF "$1"; then settle; return; fi
    sleep 0.05
  done
  echo "never showed: $1" >&2
  pane capture-pane -p >&2
  exit 1
}

# press KEY...: presses keys, each once the screen stands still.
press() {
  local key
  for key in "$@"; do
    pane send-keys "$key"
    settle
  done
}

# onward TEXT: fills in what the demo has for each field and goes on, until the screen shows TEXT; on_step is called after
# each key that changed the screen, with the key.
onward() {
  local before key
  for _ in $(seq 40); do
    ! text | grep -qF "$1" || return 0
    for key in C-f Enter; do
      before=$(text)
      press "$key"
      [ "$(text)" = "$before" ] || on_step "$key"
    done
  done
  await "$1"
}
on_step() { :; }

# steady FILE: what of a drawn screen is the same whenever it is drawn: no dates, and not the simulator's port.
steady() { sed -E 's/127\.0\.0\.1:[0-9]+/HOST/g; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}/DATE/g; s/in [0-9]+ days/in N days/g; s/[0-9]+ [A-Z][a-z]{2} 20[0-9]{2}/DATE/g' "$1"; }

# same OLD NEW: reports whether two drawings show the same, and how they differ.
same() { diff <(steady "$1") <(steady "$2"); }
