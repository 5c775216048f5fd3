package org.healthpassport.api.keyrotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.healthpassport.aggregates.eventkey.EventKey;
import org.healthpassport.aggregates.eventkey.EventKey.State;
import org.healthpassport.aggregates.eventkey.KeyUse;
import org.jspecify.annotations.Nullable;

/** The keys of events and their newest rotation, for administrators. */
record EventKeysView(RotationView rotation, List<Key> keys) {

    static EventKeysView of(RotationView rotation, List<EventKey> keys) {
        return new EventKeysView(rotation, keys.stream().map(Key::of).toList());
    }

    record Key(
            @Schema(description = "the service that writes and the one that reads", example = "api-service-qr-worker")
            String name,

            @Schema(description = "from the oldest to the newest")
            List<Version> versions) {

        static Key of(EventKey key) {
            return new Key(key.name(), key.versions().stream().map(Version::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Version(
            @Schema(example = "1234567890") String id,

            @Schema(
                    description =
                            "ANNOUNCED: all services get to know it. PRIMARY: events are proven with it. OLD: it only proves"
                                    + " events that were written before.")
            State state,

            @Schema(description = "the events that name an old version; missing until they are counted") @Nullable
            Uses usedBy,

            @Schema(description = "true if the version can be destroyed")
            boolean removable) {

        static Version of(EventKey.Version version) {
            return new Version(
                    Integer.toUnsignedString(version.id()),
                    version.state(),
                    version.use().map(Uses::of).orElse(null),
                    version.use().filter(KeyUse::isNone).isPresent());
        }
    }

    record Uses(
            @Schema(description = "events that wait in MongoDB")
            long pendingEvents,

            @Schema(description = "dead letters in Kafka") long deadLetters,
            @Schema(description = "other records in Kafka") long records) {

        static Uses of(KeyUse use) {
            return new Uses(use.pendingEvents(), use.deadLetters(), use.records());
        }
    }
}
