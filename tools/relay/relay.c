/*
 *   relay redirect|carry ADDRESS PORT TARGET
 *
 * Runs in the network of the machine of the engine and leads connections to ADDRESS:PORT on to ADDRESS:TARGET,
 * so that nobody's port PORT is taken; nothing is redirected where the two are one. `redirect` does no more:
 * the server itself listens there. `carry` listens, and carries the connections over its own input and output.
 * Both end, and take everything back, when their input ends: that is when the server has gone, whichever way.
 *
 * Frames, both ways: kind, three zero bytes, connection, length, both little-endian; then the bytes. Each side
 * has at most one D of a connection under way per direction, and may send the next after an A.
 *
 *   out  R ready   F cannot (error number)   O opened (4 bytes address, 2 port)   D data   A taken
 *        E the peer will send no more   C closed, nothing follows
 *   in   D data   A taken   C close when all is sent   X close at once
 */
#include "system.h"
#include "redirect.h"

enum { CONNECTIONS = 128, CHUNK = 16384, HEADER = 12 };

/* `fd` 0 is our own input: nobody has it. */
struct connection {
  int fd;
  u32 id;
  u32 from, to;
  u8 is_read, is_ended, is_closing;
  u8 waiting[CHUNK];
};

static struct connection connections[CONNECTIONS];
static struct poll_entry entries[2 + CONNECTIONS];
static u8 input[HEADER + CHUNK];
static u32 input_length;
static u8 output[HEADER + CHUNK];
static u32 last_id;

static void leave(int code) {
  remove_redirect();
  CALL3(exit_group, code, 0, 0);
  __builtin_unreachable();
}

/* What is sent must lie at `output + HEADER`. */
static void tell(u8 kind, u32 id, u32 length) {
  u32 words[3] = {kind, id, length};
  copy(output, words, HEADER);
  for (u32 at = 0; at < HEADER + length;) {
    long written = CALL3(write, 1, output + at, HEADER + length - at);
    if (written == -IS_INTERRUPTED) continue;
    if (written <= 0) leave(1);
    at += (u32)written;
  }
}

static void fail(long error) {
  u32 number = (u32)error;
  copy(output + HEADER, &number, sizeof number);
  tell('F', 0, sizeof number);
  leave(1);
}

static long must(long result) {
  if (result < 0) fail(-result);
  return result;
}

static void drop(struct connection *one, int is_told) {
  CALL3(close, one->fd, 0, 0);
  one->fd = 0;
  if (is_told) tell('C', one->id, 0);
}

static void flush(struct connection *one) {
  while (one->from < one->to) {
    u32 rest = one->to - one->from;
    long sent = CALL6(sendto, one->fd, one->waiting + one->from, rest, NO_SIGNAL, 0, 0);
    if (sent == -WOULD_BLOCK) return;
    if (sent < 0) return drop(one, 1);
    one->from += (u32)sent;
    if (one->from == one->to) tell('A', one->id, 0);
  }
  if (one->is_closing) drop(one, 1);
}

static void receive(struct connection *one) {
  long length = CALL3(read, one->fd, output + HEADER, CHUNK);
  if (length == -WOULD_BLOCK || length == -IS_INTERRUPTED) return;
  if (length < 0) return drop(one, 1);
  if (length == 0) {
    one->is_ended = 1;
    return tell('E', one->id, 0);
  }
  one->is_read = 0;
  tell('D', one->id, (u32)length);
}

static struct connection *connection_of(u32 id) {
  for (int i = 0; i < CONNECTIONS; i += 1)
    if (connections[i].fd && connections[i].id == id) return &connections[i];
  return 0;
}

static struct connection *unused(void) {
  for (int i = 0; i < CONNECTIONS; i += 1)
    if (!connections[i].fd) return &connections[i];
  return 0;
}

/* A connection that is gone may still be spoken of. */
static void obey(u8 kind, u32 id, const u8 *bytes, u32 length) {
  struct connection *one = connection_of(id);
  if (!one) return;
  if (kind == 'A') one->is_read = 1;
  if (kind == 'X') drop(one, 0);
  if (kind == 'C') one->is_closing = 1;
  if (kind == 'D') {
    copy(one->waiting, bytes, length);
    one->from = 0;
    one->to = length;
  }
  if (kind == 'C' || kind == 'D') flush(one);
}

static void listen_to_server(void) {
  long length = CALL3(read, 0, input + input_length, sizeof input - input_length);
  if (length == -IS_INTERRUPTED) return;
  if (length <= 0) leave(0);
  input_length += (u32)length;
  u32 at = 0;
  while (input_length - at >= HEADER) {
    u32 words[3];
    copy(words, input + at, HEADER);
    if (words[2] > CHUNK) leave(1);
    if (input_length - at < HEADER + words[2]) break;
    obey((u8)words[0], words[1], input + at + HEADER, words[2]);
    at += HEADER + words[2];
  }
  copy(input, input + at, input_length - at);
  input_length -= at;
}

static void take(int listener) {
  struct internet_address peer;
  u32 length = sizeof peer;
  long fd = CALL6(accept4, listener, &peer, &length, NO_DELAY, 0, 0);
  if (fd < 0) return;
  struct connection *one = unused();
  one->fd = (int)fd;
  one->id = ++last_id;
  one->from = one->to = 0;
  one->is_read = 1;
  one->is_ended = one->is_closing = 0;
  copy(output + HEADER, &peer.address, 4);
  copy(output + HEADER + 4, &peer.port, 2);
  tell('O', one->id, 6);
}

static void serve(int listener) {
  for (;;) {
    entries[0] = (struct poll_entry){0, CAN_READ, 0};
    entries[1] = (struct poll_entry){unused() ? listener : -1, CAN_READ, 0};
    for (int i = 0; i < CONNECTIONS; i += 1) {
      struct connection *one = &connections[i];
      short read = one->is_read && !one->is_ended ? CAN_READ : 0;
      short write = one->from < one->to ? CAN_WRITE : 0;
      entries[2 + i] = (struct poll_entry){one->fd ? one->fd : -1, (short)(read | write), 0};
    }
    if (CALL6(ppoll, entries, 2 + CONNECTIONS, 0, 0, 0, 0) < 0) continue;
    if (entries[0].happened) listen_to_server();
    for (int i = 0; i < CONNECTIONS; i += 1) {
      struct connection *one = &connections[i];
      short happened = entries[2 + i].happened;
      /* It may have been dropped since the poll; new ones are taken afterwards. */
      if (happened & CAN_WRITE && one->fd) flush(one);
      if (happened & CAN_READ && one->fd) receive(one);
      else if (happened & BROKEN && one->fd) drop(one, 1);
    }
    if (entries[1].happened) take(listener);
  }
}

static u32 number_at(const char **text) {
  u32 number = 0;
  while (**text >= '0' && **text <= '9') number = number * 10 + (u32)(*(*text)++ - '0');
  return number;
}

static u16 port_of(const char *text) { return turned((u16)number_at(&text)); }

static u32 address_of(const char *text) {
  u32 address = 0;
  for (int part = 0; part < 4; part += 1, text += *text == '.') address |= number_at(&text) << 8 * part;
  return address;
}

static int listener_at(const struct internet_address *address) {
  static const int yes = 1;
  int listener = (int)must(CALL3(socket, INTERNET, STREAM | NO_DELAY, 0));
  /* SOL_SOCKET, SO_REUSEADDR */
  CALL6(setsockopt, listener, 1, 2, &yes, sizeof yes, 0);
  must(CALL3(bind, listener, address, sizeof *address));
  must(CALL3(listen, listener, 128, 0));
  return listener;
}

__attribute__((used, noreturn)) void begin(const long *stack) {
  const char *const *arguments = (const char *const *)(stack + 1);
  if (stack[0] != 5) leave(2);
  int does_carry = arguments[1][0] == 'c';
  struct internet_address from = {INTERNET, port_of(arguments[3]), address_of(arguments[2]), {0}};
  struct internet_address to = {INTERNET, port_of(arguments[4]), from.address, {0}};
  int listener = -1;
  if (does_carry) listener = listener_at(&to);
  if (from.port != to.port) must(-make_redirect(&from, to.port));
  tell('R', 0, 0);
  serve(listener);
  __builtin_unreachable();
}
