package org.healthpassport.aggregates.unreadable;

import org.healthpassport.bus.UnreadableItem;
import org.healthpassport.bus.failure.Failures;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.UnknownKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Something that is stored cannot be read. It was counted and logged when it was found. */
public final class CannotBeRead extends SealBroken implements UnreadableItem {
    private static final long serialVersionUID = 1L;

    private final transient Unreadable unreadable;

    CannotBeRead(Unreadable unreadable, @Nullable Throwable cause) {
        super("Expected to read one of the %s, but %s."
                .formatted(unreadable.kind(), unreadable.reason().words()));
        if (cause != null) {
            initCause(cause);
        }
        this.unreadable = unreadable;
    }

    /** The subject of something; if it cannot be read, the subject that the store names. */
    public static Mono<String> subjectOf(Mono<String> subject) {
        return subject.onErrorResume(CannotBeRead.class, damaged -> {
            String named = damaged.unreadable.subjectId();
            return named == null ? Mono.error(damaged) : Mono.just(named);
        });
    }

    /** True if the failure is that somebody put an older document of this kind back. */
    public static boolean isOutdated(Throwable failure, String kind) {
        return failure instanceof CannotBeRead damaged
                && damaged.unreadable.reason() == UnreadableReason.OUTDATED
                && damaged.unreadable.kind().equals(kind);
    }

    public Unreadable unreadable() {
        return unreadable;
    }

    /** False if its keys were wrapped by a key that we do not have. */
    @Override
    public boolean isDamagedItself() {
        return Failures.causes(this).stream().noneMatch(UnknownKey.class::isInstance);
    }
}
