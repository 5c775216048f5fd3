package org.healthpassport.api.document.upkeep;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Finds out if two labels are names of one store, such as a bucket that goes by two addresses. */
@Component
public final class StoreAliases {
    private static final byte[] MARK = {1};

    private final Ids ids;
    private final Scheduler blocking;

    StoreAliases(Ids ids, Scheduler documentScheduler) {
        this.ids = ids;
        this.blocking = documentScheduler;
    }

    /** True if an object that was put into one store is in the other one. */
    public Mono<Boolean> areOne(ObjectStore one, ObjectStore other) {
        return Mono.fromCallable(() -> {
                    String name = "checks/" + ids.next();
                    one.putIfAbsent(
                            name, Channels.newChannel(new ByteArrayInputStream(MARK)), MARK.length, Sha256.of(MARK));
                    try {
                        return other.find(name).isPresent();
                    } finally {
                        one.delete(name);
                    }
                })
                .subscribeOn(blocking);
    }
}
