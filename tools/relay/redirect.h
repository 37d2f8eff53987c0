/*
 * The rule `ip daddr ADDRESS tcp dport PORT dnat to ADDRESS:TARGET` in a table of our own, written to the
 * kernel's nf_tables. The table is owned by the socket that made it: the kernel removes it when this process
 * ends, however it ends. Kernels before 5.12 know no owners; there it is removed by `remove_redirect`.
 */
static const char table[] = "longshore-link-local";
static const char *const chains[] = {"prerouting", "output"};
/* NF_INET_PRE_ROUTING and NF_INET_LOCAL_OUT. */
static const u32 hooks[] = {0, 3};
/* Before the rules of the engine, which take port 80 of the host for a container that publishes it. */
enum { PRIORITY = -110, BUFFER = 4096, TABLE_IS_OWNED = 2, NEW = NLM_F_REQUEST | NLM_F_CREATE };

static int netlink = -1;
static int is_owned;
static u8 message[BUFFER];
static u32 used;
static u32 sequence;

static u32 put(u16 type, const void *value, u32 length) {
  struct nlattr head = {(u16)(sizeof head + length), type};
  u32 at = used;
  copy(message + used, &head, sizeof head);
  copy(message + used + sizeof head, value, length);
  used += sizeof head + ((length + 3) & ~3u);
  return at;
}

static void put_number(u16 type, u32 value) {
  u32 turned_value = __builtin_bswap32(value);
  put(type, &turned_value, sizeof turned_value);
}

static void put_text(u16 type, const char *text) {
  u32 length = 0;
  while (text[length]) length += 1;
  put(type, text, length + 1);
}

static u32 open_group(u16 type) { return put(type | NLA_F_NESTED, 0, 0); }

static void close_group(u32 at) {
  u16 length = (u16)(used - at);
  copy(message + at, &length, sizeof length);
}

static u32 open_message(u16 type, u16 flags, u16 subsystem) {
  u32 at = used;
  struct nlmsghdr head = {0, type, flags, ++sequence, 0};
  struct nfgenmsg family = {subsystem ? 0 : NFPROTO_IPV4, NFNETLINK_V0, turned(subsystem)};
  copy(message + used, &head, sizeof head);
  copy(message + used + sizeof head, &family, sizeof family);
  used += sizeof head + sizeof family;
  return at;
}

static void close_message(u32 at) {
  u32 length = used - at;
  copy(message + at, &length, sizeof length);
}

static void put_mark(u16 type) { close_message(open_message(type, NLM_F_REQUEST, NFNL_SUBSYS_NFTABLES)); }

static void put_table(u16 type, u16 flags, u32 table_flags) {
  u32 at = open_message(NFNL_SUBSYS_NFTABLES << 8 | type, flags, 0);
  put_text(NFTA_TABLE_NAME, table);
  if (type == NFT_MSG_NEWTABLE) put_number(NFTA_TABLE_FLAGS, table_flags);
  close_message(at);
}

static void put_chain(int which) {
  u32 at = open_message(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWCHAIN, NEW, 0);
  put_text(NFTA_CHAIN_TABLE, table);
  put_text(NFTA_CHAIN_NAME, chains[which]);
  put_text(NFTA_CHAIN_TYPE, "nat");
  u32 hook = open_group(NFTA_CHAIN_HOOK);
  put_number(NFTA_HOOK_HOOKNUM, hooks[which]);
  put_number(NFTA_HOOK_PRIORITY, (u32)PRIORITY);
  close_group(hook);
  close_message(at);
}

static u32 element;
static u32 details;

static void open_expression(const char *name) {
  element = open_group(NFTA_LIST_ELEM);
  put_text(NFTA_EXPR_NAME, name);
  details = open_group(NFTA_EXPR_DATA);
}

static void close_expression(void) {
  close_group(details);
  close_group(element);
}

static void put_value(u16 type, const void *value, u32 length) {
  u32 at = open_group(type);
  put(NFTA_DATA_VALUE, value, length);
  close_group(at);
}

static void load_payload(u32 base, u32 offset, u32 length) {
  open_expression("payload");
  put_number(NFTA_PAYLOAD_DREG, NFT_REG_1);
  put_number(NFTA_PAYLOAD_BASE, base);
  put_number(NFTA_PAYLOAD_OFFSET, offset);
  put_number(NFTA_PAYLOAD_LEN, length);
  close_expression();
}

static void must_equal(const void *value, u32 length) {
  open_expression("cmp");
  put_number(NFTA_CMP_SREG, NFT_REG_1);
  put_number(NFTA_CMP_OP, NFT_CMP_EQ);
  put_value(NFTA_CMP_DATA, value, length);
  close_expression();
}

static void load_value(u32 to, const void *value, u32 length) {
  open_expression("immediate");
  put_number(NFTA_IMMEDIATE_DREG, to);
  put_value(NFTA_IMMEDIATE_DATA, value, length);
  close_expression();
}

static void put_rule(int which, const struct internet_address *from, u16 target) {
  static const u8 tcp = 6;
  u32 at = open_message(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE, NEW | NLM_F_APPEND | NLM_F_ACK, 0);
  put_text(NFTA_RULE_TABLE, table);
  put_text(NFTA_RULE_CHAIN, chains[which]);
  u32 expressions = open_group(NFTA_RULE_EXPRESSIONS);
  load_payload(NFT_PAYLOAD_NETWORK_HEADER, 16, 4);
  must_equal(&from->address, 4);
  open_expression("meta");
  put_number(NFTA_META_DREG, NFT_REG_1);
  put_number(NFTA_META_KEY, NFT_META_L4PROTO);
  close_expression();
  must_equal(&tcp, 1);
  load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
  must_equal(&from->port, 2);
  load_value(NFT_REG_1, &from->address, 4);
  load_value(NFT_REG_2, &target, 2);
  open_expression("nat");
  put_number(NFTA_NAT_TYPE, NFT_NAT_DNAT);
  put_number(NFTA_NAT_FAMILY, NFPROTO_IPV4);
  put_number(NFTA_NAT_REG_ADDR_MIN, NFT_REG_1);
  put_number(NFTA_NAT_REG_PROTO_MIN, NFT_REG_2);
  close_expression();
  close_group(expressions);
  close_message(at);
}

/* Sends what was put together, and waits for the answer to the last message but the closing mark. */
static long exchange(void) {
  u32 last = sequence;
  put_mark(NFNL_MSG_BATCH_END);
  long sent = CALL3(write, netlink, message, used);
  if (sent < 0) return -sent;
  for (;;) {
    long length = CALL3(read, netlink, message, BUFFER);
    if (length == -IS_INTERRUPTED) continue;
    if (length < 0) return -length;
    struct nlmsghdr *head;
    for (long at = 0; at + (long)sizeof *head <= length; at += (head->nlmsg_len + 3) & ~3u) {
      head = (struct nlmsghdr *)(message + at);
      if (head->nlmsg_type != NLMSG_ERROR) continue;
      int error = *(int *)(message + at + sizeof *head);
      if (error) return -error;
      if (head->nlmsg_seq == last) return 0;
    }
  }
}

static void open_batch(void) {
  used = 0;
  put_mark(NFNL_MSG_BATCH_BEGIN);
}

static long write_redirect(const struct internet_address *from, u16 target, u32 table_flags) {
  netlink = (int)CALL3(socket, NETLINK, RAW, NETLINK_NETFILTER);
  if (netlink < 0) return -netlink;
  open_batch();
  if (!table_flags) {
    /* One of a process that was killed. */
    put_table(NFT_MSG_NEWTABLE, NEW, 0);
    put_table(NFT_MSG_DELTABLE, NLM_F_REQUEST, 0);
  }
  put_table(NFT_MSG_NEWTABLE, NEW, table_flags);
  for (int which = 0; which < 2; which += 1) {
    put_chain(which);
    put_rule(which, from, target);
  }
  long problem = exchange();
  if (problem) CALL3(close, netlink, 0, 0);
  else is_owned = table_flags != 0;
  return problem;
}

/* `target` in the order of the network. Returns an error number, or 0. */
static long make_redirect(const struct internet_address *from, u16 target) {
  long problem = write_redirect(from, target, TABLE_IS_OWNED);
  return problem == IS_UNSUPPORTED ? write_redirect(from, target, 0) : problem;
}

static void remove_redirect(void) {
  if (is_owned || netlink < 0) return;
  open_batch();
  put_table(NFT_MSG_DELTABLE, NLM_F_REQUEST | NLM_F_ACK, 0);
  exchange();
}
