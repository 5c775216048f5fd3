package org.healthpassport.events;

import java.util.Arrays;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;

/**
 * A stamp and the bytes that it was read from or is written as. They are kept, because a newer version of this service could
 * encode the same stamp in another way, and the MACs of an event are over the bytes.
 *
 * @param data Avro in the Confluent wire format; neither copied nor to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // as Event's
public record EncodedStamp(AuditStamp value, byte[] data) {

    /** A new stamp. */
    public static EncodedStamp of(AuditStamp stamp) {
        return new EncodedStamp(stamp, EventCodec.encode(stamp));
    }

    /**
     * A stamp that was encoded before.
     *
     * @throws MalformedEvent if the bytes are no stamp
     */
    public static EncodedStamp read(byte[] data) {
        return new EncodedStamp(EventCodec.decode(data, AuditStamp.class), data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodedStamp that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    /** Leaves out the stamp, as records end up in logs. */
    @Override
    public String toString() {
        return "EncodedStamp[...]";
    }
}
