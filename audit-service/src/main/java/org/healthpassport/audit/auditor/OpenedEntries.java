package org.healthpassport.audit.auditor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Records the entries of which one answer opens the details, in addition to the request itself. */
public interface OpenedEntries {
    /** Completes once the record of each of these entries is durable, as if the caller had asked for that entry alone. */
    Mono<Void> recordOpened(ServerWebExchange exchange, List<OpenedEntry> entries);

    /**
     * An entry that is opened.
     *
     * @param patient the pseudonym of its patient; null if it is about none
     */
    record OpenedEntry(long index, @Nullable String patient) {}
}
