package org.healthpassport.aggregates.stamp;

import java.util.Optional;
import org.healthpassport.events.audit.AuditAction;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The client whose request is being served, as far as that can be known; none of it is proven.
 *
 * @param source groups addresses that count as one client, such as an IPv6 network of 64 bits
 * @param address the whole address
 * @param userAgent the name that the client gives itself, printable and bounded
 * @param attempted the action that the client asks for
 */
public record Client(
        String source, String address, @Nullable String userAgent, AuditAction attempted) {

    /** The client whose request this is part of; empty for work that the service does by itself. */
    public static Optional<Client> in(ContextView context) {
        return context.getOrEmpty(Client.class);
    }

    /** The context in which this is the client. */
    public Context into(Context context) {
        return context.put(Client.class, this);
    }
}
