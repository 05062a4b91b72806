/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every metric there is. X(id, name, labels, type, unit, help): rows of one name stand together
 * and differ in their labels; names that etcd's dashboards ask for are etcd's, all others begin
 * with vedette_. A row in seconds holds microseconds and is shown with its fraction.
 */
#ifndef VD_BASE_METRICS_TABLE_H
#define VD_BASE_METRICS_TABLE_H

#define VD_METRICS(X)                                                                              \
    X(CONNECTIONS_OPEN, "vedette_connections_open", "", GAUGE, "connections",                      \
      "Connections that are open now.")                                                            \
    X(CONNECTIONS_OPENED, "vedette_connections_opened_total", "", COUNTER, "connections",          \
      "Connections that were opened.")                                                             \
    X(CONNECTIONS_REFUSED, "vedette_connections_refused_total", "", COUNTER, "connections",        \
      "Connections that were turned away: over --max-connections, or no descriptor left.")         \
    X(CONNECTIONS_STALLED, "vedette_connections_stalled_total", "", COUNTER, "connections",        \
      "Connections that were cut because their peer had stopped reading.")                         \
    X(ACCEPT_EXHAUSTED, "vedette_accept_exhausted_total", "", COUNTER, "times",                    \
      "How often no descriptor was left for a new connection.")                                    \
    X(HANDSHAKES_DONE, "vedette_tls_handshakes_total", "result=\"done\"", COUNTER, "handshakes",   \
      "TLS handshakes, by what came of them; late: the peer was too slow.")                        \
    X(HANDSHAKES_REFUSED, "vedette_tls_handshakes_total", "result=\"refused\"", COUNTER,           \
      "handshakes", "")                                                                            \
    X(HANDSHAKES_LATE, "vedette_tls_handshakes_total", "result=\"late\"", COUNTER, "handshakes",   \
      "")                                                                                          \
    X(RECEIVED_BYTES, "etcd_network_client_grpc_received_bytes_total", "", COUNTER, "bytes",       \
      "Bytes received from clients, of any protocol.")                                             \
    X(SENT_BYTES, "etcd_network_client_grpc_sent_bytes_total", "", COUNTER, "bytes",               \
      "Bytes sent to clients, of any protocol.")                                                   \
    X(SENDS, "vedette_sends_total", "", COUNTER, "calls", "Writes to sockets.")                    \
    X(SENDS_BLOCKED, "vedette_sends_blocked_total", "", COUNTER, "times",                          \
      "Times a socket was full, or did not take all of a write: a slow reader.")                   \
    X(TURNS, "vedette_turns_total", "", COUNTER, "turns", "Turns of the loops.")                   \
    X(HTTP_REQUESTS, "vedette_http_requests_total", "", COUNTER, "requests",                       \
      "HTTP requests that were begun, of either version.")                                         \
    X(HTTP1_1XX, "vedette_http_responses_total", "code=\"1xx\",version=\"1\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP1_2XX, "vedette_http_responses_total", "code=\"2xx\",version=\"1\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP1_3XX, "vedette_http_responses_total", "code=\"3xx\",version=\"1\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP1_4XX, "vedette_http_responses_total", "code=\"4xx\",version=\"1\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP1_5XX, "vedette_http_responses_total", "code=\"5xx\",version=\"1\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP2_1XX, "vedette_http_responses_total", "code=\"1xx\",version=\"2\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP2_2XX, "vedette_http_responses_total", "code=\"2xx\",version=\"2\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP2_3XX, "vedette_http_responses_total", "code=\"3xx\",version=\"2\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP2_4XX, "vedette_http_responses_total", "code=\"4xx\",version=\"2\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP2_5XX, "vedette_http_responses_total", "code=\"5xx\",version=\"2\"", COUNTER,            \
      "responses",                                                                                 \
      "HTTP responses that were begun, by class of their status and version of HTTP.")             \
    X(HTTP_REFUSED, "vedette_http_refused_total", "", COUNTER, "connections",                      \
      "HTTP connections that were ended for what their peer had sent.")                            \
    X(HTTP_GUARDED, "vedette_http_guarded_total", "", COUNTER, "requests",                         \
      "Requests that were refused for their Host or their Origin.")                                \
    X(WEBSOCKETS, "vedette_websockets", "", GAUGE, "sockets", "WebSockets that are open now.")     \
    X(WEBSOCKET_REFUSED, "vedette_websocket_refused_total", "", COUNTER, "sockets",                \
      "WebSockets that were ended for what their peer had sent.")                                  \
    X(HTTP2_RESETS, "vedette_http2_resets_total", "", COUNTER, "streams",                          \
      "HTTP/2 streams that were broken off, by either side.")                                      \
    X(FLUSHED_BYTES, "etcd_disk_wal_write_bytes_total", "", COUNTER, "bytes",                      \
      "Bytes written to the log, padding included.")                                               \
    X(PUTS, "etcd_mvcc_put_total", "", COUNTER, "operations", "Puts, those in transactions too.")  \
    X(DELETES, "etcd_mvcc_delete_total", "", COUNTER, "operations",                                \
      "Deletes of a key or a range, those in transactions too.")                                   \
    X(RANGES, "etcd_mvcc_range_total", "", COUNTER, "operations",                                  \
      "Reads of a key or a range, those in transactions too.")                                     \
    X(TXNS, "etcd_mvcc_txn_total", "", COUNTER, "transactions",                                    \
      "Transactions that ran more than one operation.")                                            \
    X(PUT_BYTES, "etcd_debugging_mvcc_total_put_size_in_bytes", "", COUNTER, "bytes",              \
      "Keys and values that were put.")                                                            \
    X(KEYS, "etcd_debugging_mvcc_keys_total", "", GAUGE, "keys", "Keys that exist now.")           \
    X(REVISION, "etcd_debugging_mvcc_current_revision", "", GAUGE, "", "The newest revision.")     \
    X(COMPACTED, "etcd_debugging_mvcc_compact_revision", "", GAUGE, "",                            \
      "The newest revision that is compacted.")                                                    \
    X(WATCHERS, "etcd_debugging_mvcc_watcher_total", "", GAUGE, "watches",                         \
      "Watches that are open now, of any protocol.")                                               \
    X(WATCH_STREAMS, "etcd_debugging_mvcc_watch_stream_total", "", GAUGE, "streams",               \
      "Watch streams of etcd v3 that are open now.")                                               \
    X(SLOW_WATCHERS, "etcd_debugging_mvcc_slow_watcher_total", "", GAUGE, "watches",               \
      "Watches that have not been sent everything up to the present.")                             \
    X(PENDING_EVENTS, "etcd_debugging_mvcc_pending_events_total", "", GAUGE, "revisions",          \
      "How far behind all watches are, added up; nothing is queued for them.")                     \
    X(LAG_MAX, "vedette_watch_lag_revisions_max", "", GAUGE, "revisions",                          \
      "How far the slowest watch is behind.")                                                      \
    X(EVENTS_SENT, "etcd_debugging_mvcc_events_total", "", COUNTER, "events",                      \
      "Events that were sent to watches of etcd v3.")                                              \
    X(DELIVERED_ETCD3, "vedette_events_delivered_total", "door=\"etcd3\"", COUNTER, "events",      \
      "Events that were written for watches, by door.")                                            \
    X(DELIVERED_GATEWAY, "vedette_events_delivered_total", "door=\"gateway\"", COUNTER, "events",  \
      "Events that were written for watches, by door.")                                            \
    X(DELIVERED_ETCD2, "vedette_events_delivered_total", "door=\"etcd2\"", COUNTER, "events",      \
      "Events that were written for watches, by door.")                                            \
    X(DELIVERED_LIVE, "vedette_events_delivered_total", "door=\"live\"", COUNTER, "events",        \
      "Events that were written for watches, by door.")                                            \
    X(DELIVERED_FEED, "vedette_events_delivered_total", "door=\"feed\"", COUNTER, "events",        \
      "Events that were written for watches, by door.")                                            \
    X(DELIVERED_KUBE, "vedette_events_delivered_total", "door=\"kube\"", COUNTER, "events",        \
      "Events that were written for watches, by door.")                                            \
    X(SELECTORS, "vedette_selectors", "", GAUGE, "selectors",                                      \
      "Different selections among them, counted for each loop.")                                   \
    X(MATCHED, "vedette_events_matched_total", "", COUNTER, "matches",                             \
      "Events that concerned a selector of live watches.")                                         \
    X(SLICES, "vedette_history_slices_total", "", COUNTER, "slices",                               \
      "Pieces of history that were read for watches that are behind.")                             \
    X(FETCHES, "vedette_history_fetches_total", "", COUNTER, "reads",                              \
      "Reads of single events from disk for watches.")                                             \
    X(TAIL_EVENTS, "vedette_tail_events", "", GAUGE, "events",                                     \
      "Newest changes that are kept in memory.")                                                   \
    X(TAIL_BYTES, "vedette_tail_bytes", "", GAUGE, "bytes", "Memory of those.")                    \
    X(CACHE_BYTES, "vedette_cache_bytes", "", GAUGE, "bytes",                                      \
      "Memory of newest values that are kept beyond the tail.")                                    \
    X(DISK_BYTES, "etcd_mvcc_db_total_size_in_bytes", "", GAUGE, "bytes",                          \
      "Size of the store on disk.")                                                                \
    X(DISK_USED_BYTES, "etcd_mvcc_db_total_size_in_use_in_bytes", "", GAUGE, "bytes",              \
      "Of it, what is in use.")                                                                    \
    X(LEASES_GRANTED, "etcd_debugging_lease_granted_total", "", COUNTER, "leases",                 \
      "Leases that were granted.")                                                                 \
    X(LEASES_REVOKED, "etcd_debugging_lease_revoked_total", "", COUNTER, "leases",                 \
      "Leases that were revoked, those that ran out too.")                                         \
    X(LEASES_RENEWED, "etcd_debugging_lease_renewed_total", "", COUNTER, "times",                  \
      "How often a lease was kept alive.")                                                         \
    X(LEASES_EXPIRED, "etcd_debugging_server_lease_expired_total", "", COUNTER, "leases",          \
      "Leases that ran out.")                                                                      \
    X(QUOTA_BYTES, "etcd_server_quota_backend_bytes", "", GAUGE, "bytes",                          \
      "How large the store may become; 0: without limit.")                                         \
    X(LAG_BYTES, "vedette_history_lag_bytes", "", GAUGE, "bytes",                                  \
      "Published changes that history at rest has not got yet.")                                   \
    X(PENDING, "etcd_server_proposals_pending", "", GAUGE, "writes",                               \
      "Writes that are not answered yet.")                                                         \
    X(FAILED, "etcd_server_proposals_failed_total", "", COUNTER, "writes",                         \
      "Always 0: a write that cannot be made durable ends the process.")                           \
    X(SLOW_APPLY, "etcd_server_slow_apply_total", "", COUNTER, "groups",                           \
      "Groups of writes that took more than 100 ms to apply.")                                     \
    X(COMMITTED, "etcd_server_proposals_committed_total", "", GAUGE, "records",                    \
      "The newest log index that is committed.")                                                   \
    X(APPLIED, "etcd_server_proposals_applied_total", "", GAUGE, "records",                        \
      "The newest log index that history holds.")                                                  \
    X(WRITES, "vedette_writes_total", "", COUNTER, "writes", "Writes that were ordered.")          \
    X(FLUSHES, "vedette_log_flushes_total", "", COUNTER, "flushes",                                \
      "Group commits; writes divided by flushes is the size of a group.")                          \
    X(COMPACTIONS, "vedette_compactions_total", "", COUNTER, "compactions",                        \
      "Compactions that were ordered.")                                                            \
    X(V2_GETS, "etcd_debugging_store_reads_total", "action=\"get\"", COUNTER, "requests",          \
      "Requests of etcd v2 that read.")                                                            \
    X(V2_GETS_FAILED, "etcd_debugging_store_reads_failed_total", "action=\"get\"", COUNTER,        \
      "requests", "Requests of etcd v2 to read what is not there.")                                \
    X(V2_SETS, "etcd_debugging_store_writes_total", "action=\"set\"", COUNTER, "requests",         \
      "Requests of etcd v2 that wrote.")                                                           \
    X(V2_DELETES, "etcd_debugging_store_writes_total", "action=\"delete\"", COUNTER, "requests",   \
      "Requests of etcd v2 that wrote.")                                                           \
    X(V2_UPDATES, "etcd_debugging_store_writes_total", "action=\"update\"", COUNTER, "requests",   \
      "Requests of etcd v2 that wrote.")                                                           \
    X(V2_CREATES, "etcd_debugging_store_writes_total", "action=\"create\"", COUNTER, "requests",   \
      "Requests of etcd v2 that wrote.")                                                           \
    X(V2_SWAPS, "etcd_debugging_store_writes_total", "action=\"compareAndSwap\"", COUNTER,         \
      "requests", "Requests of etcd v2 that wrote.")                                               \
    X(V2_COMPARE_DELETES, "etcd_debugging_store_writes_total", "action=\"compareAndDelete\"",      \
      COUNTER, "requests", "Requests of etcd v2 that wrote.")                                      \
    X(V2_SETS_FAILED, "etcd_debugging_store_writes_failed_total", "action=\"set\"", COUNTER,       \
      "requests", "Requests of etcd v2 to write that were refused.")                               \
    X(V2_DELETES_FAILED, "etcd_debugging_store_writes_failed_total", "action=\"delete\"", COUNTER, \
      "requests", "Requests of etcd v2 to write that were refused.")                               \
    X(V2_UPDATES_FAILED, "etcd_debugging_store_writes_failed_total", "action=\"update\"", COUNTER, \
      "requests", "Requests of etcd v2 to write that were refused.")                               \
    X(V2_CREATES_FAILED, "etcd_debugging_store_writes_failed_total", "action=\"create\"", COUNTER, \
      "requests", "Requests of etcd v2 to write that were refused.")                               \
    X(V2_SWAPS_FAILED, "etcd_debugging_store_writes_failed_total", "action=\"compareAndSwap\"",    \
      COUNTER, "requests", "Requests of etcd v2 to write that were refused.")                      \
    X(V2_COMPARE_DELETES_FAILED, "etcd_debugging_store_writes_failed_total",                       \
      "action=\"compareAndDelete\"", COUNTER, "requests",                                          \
      "Requests of etcd v2 to write that were refused.")                                           \
    X(KUBE_STRANGERS, "vedette_kube_strangers_total", "", COUNTER, "values",                       \
      "Values below the Kubernetes prefix that lists left out, because they are no objects.")      \
    X(V2_WATCHES, "etcd_debugging_store_watch_requests_total", "", COUNTER, "requests",            \
      "Watches of etcd v2 that were begun.")                                                       \
    X(V2_WATCHERS, "etcd_debugging_store_watchers", "", GAUGE, "watches",                          \
      "Watches of etcd v2 that are open now.")                                                     \
    X(COMPACTED_EVENTS, "etcd_debugging_mvcc_db_compaction_keys_total", "", COUNTER, "events",     \
      "Events that compactions took out of history.")                                              \
    X(HAS_LEADER, "etcd_server_has_leader", "", GAUGE, "", "Always 1: one server is its own.")     \
    X(IS_LEADER, "etcd_server_is_leader", "", GAUGE, "", "Always 1.")                              \
    X(IS_LEARNER, "etcd_server_is_learner", "", GAUGE, "", "Always 0.")                            \
    X(LEADER_CHANGES, "etcd_server_leader_changes_seen_total", "", COUNTER, "", "Always 1.")       \
    X(HEALTH_SUCCESS, "etcd_server_health_success", "", COUNTER, "answers",                        \
      "Answers of /health that said yes.")                                                         \
    X(HEALTH_FAILURES, "etcd_server_health_failures", "", COUNTER, "answers",                      \
      "Answers of /health that said no.")                                                          \
    X(RESIDENT_BYTES, "process_resident_memory_bytes", "", GAUGE, "bytes",                         \
      "Memory that is resident, files mapped included.")                                           \
    X(VIRTUAL_BYTES, "process_virtual_memory_bytes", "", GAUGE, "bytes",                           \
      "Address space; most of it is history, mapped.")                                             \
    X(FDS_USED, "os_fd_used", "", GAUGE, "descriptors", "The same as process_open_fds.")           \
    X(FDS_LIMIT, "os_fd_limit", "", GAUGE, "descriptors", "The same as process_max_fds.")          \
    X(OPEN_FDS, "process_open_fds", "", GAUGE, "descriptors", "Descriptors that are open.")        \
    X(MAX_FDS, "process_max_fds", "", GAUGE, "descriptors",                                        \
      "Descriptors that may be open at once.")                                                     \
    X(CPU_SECONDS, "process_cpu_seconds_total", "", COUNTER, "seconds",                            \
      "Processor time used, user and system.")                                                     \
    X(START_SECONDS, "process_start_time_seconds", "", GAUGE, "seconds",                           \
      "When the process started, since 1970.")

/* X(id, name, labels, help): times, in seconds. */
#define VD_HISTOGRAMS(X)                                                                           \
    X(FLUSH, "etcd_disk_wal_fsync_duration_seconds", "",                                           \
      "From handing a flush of the log to the disk to its completion.")                            \
    X(BATCH, "etcd_disk_backend_commit_duration_seconds", "",                                      \
      "Rounds of the keeper that carried a batch of changes into history.")                        \
    X(APPLY, "etcd_server_apply_duration_seconds", "op=\"group\",success=\"true\",version=\"v3\"", \
      "Applying a group of writes, in memory.")                                                    \
    X(DEFRAG, "etcd_disk_backend_defrag_duration_seconds", "",                                     \
      "Defragmentations, from the call to the answer.")                                            \
    X(SNAPSHOT, "etcd_disk_backend_snapshot_duration_seconds", "",                                 \
      "Snapshots, from the call to the last byte of the answer.")                                  \
    X(SEND_LOOP, "etcd_debugging_server_watch_send_loop_watch_stream_duration_seconds", "",        \
      "Writing what a watch stream has when its turn comes: samples.")                             \
    X(TURN, "vedette_turn_duration_seconds", "",                                                   \
      "Turns of the loops, from what woke them to the last send.")                                 \
    X(DELIVERY_ETCD3, "vedette_delivery_delay_seconds", "door=\"etcd3\"",                          \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")  \
    X(DELIVERY_GATEWAY, "vedette_delivery_delay_seconds", "door=\"gateway\"",                      \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")  \
    X(DELIVERY_ETCD2, "vedette_delivery_delay_seconds", "door=\"etcd2\"",                          \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")  \
    X(DELIVERY_LIVE, "vedette_delivery_delay_seconds", "door=\"live\"",                            \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")  \
    X(DELIVERY_FEED, "vedette_delivery_delay_seconds", "door=\"feed\"",                            \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")  \
    X(DELIVERY_KUBE, "vedette_delivery_delay_seconds", "door=\"kube\"",                            \
      "From committing a change to writing it for a watch that is up to date, by door: samples.")

/* X(id, name, labels, type, unit, help): families whose rows only their owner knows; it writes them
 * (vd_metrics_set_writer). labels: their names, for the page. */
#define VD_FAMILIES(X)                                                                             \
    X(GRPC_STARTED, "grpc_server_started_total", "grpc_method, grpc_service, grpc_type", COUNTER,  \
      "calls", "gRPC calls that were begun.")                                                      \
    X(GRPC_HANDLED, "grpc_server_handled_total",                                                   \
      "grpc_code, grpc_method, grpc_service, grpc_type", COUNTER, "calls",                         \
      "gRPC calls that are over, by how they ended; started less handled is what is open.")        \
    X(GRPC_RECEIVED, "grpc_server_msg_received_total", "grpc_method, grpc_service, grpc_type",     \
      COUNTER, "messages", "gRPC messages that were received.")                                    \
    X(GRPC_SENT, "grpc_server_msg_sent_total", "grpc_method, grpc_service, grpc_type", COUNTER,    \
      "messages", "gRPC messages that were sent.")                                                 \
    X(CLIENT_REQUESTS, "etcd_server_client_requests_total", "client_api_version, type", COUNTER,   \
      "calls",                                                                                     \
      "gRPC calls that were begun, by their kind; versions of clients are not told apart.")        \
    X(STREAM_FAILURES, "etcd_network_server_stream_failures_total", "API, Type", COUNTER, "calls", \
      "Streams of watches and of leases kept alive that ended in an error.")                       \
    X(SERVER_VERSION, "etcd_server_version", "server_version", GAUGE, "",                          \
      "The etcd whose behaviour this is.")                                                         \
    X(CLUSTER_VERSION, "etcd_cluster_version", "cluster_version", GAUGE, "",                       \
      "The same, as a cluster shows it.")                                                          \
    X(SERVER_ID, "etcd_server_id", "server_id", GAUGE, "", "The id of this member.")               \
    X(LOOP_BUSY, "vedette_loop_busy_seconds_total", "loop", COUNTER, "seconds",                    \
      "Time that a loop did not sleep; its rate is the load of the loop.")                         \
    X(WATCHES, "vedette_watches", "door, state", GAUGE, "watches",                                 \
      "Watches that are open, by door and state (live, behind, paused, stalled).")                 \
    X(WATCH_LAG, "vedette_watch_lag_revisions_bucket", "le", GAUGE, "watches",                     \
      "Watches that are at most so many revisions behind, when this was asked.")

#endif
