package org.healthpassport.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Payloads as bytes in the Confluent wire format: a zero byte, the id of the writer's schema as four bytes, big-endian,
 * and the Avro binary encoding.
 */
public final class EventCodec {
    static final byte MAGIC = 0;
    static final int PREFIX_BYTES = 1 + Integer.BYTES;

    private EventCodec() {}

    /** The payload written with the newest published version of its schema. */
    public static byte[] encode(SpecificRecord payload) {
        PublishedSchema published =
                SchemaHistory.published().newest(payload.getSchema().getFullName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(PREFIX_BYTES)
                .put(MAGIC)
                .putInt(published.id())
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(payload.getSchema(), PayloadModel.INSTANCE).write(payload, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to write to memory, but could not", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a payload of any published version.
     *
     * @throws MalformedEvent if these bytes are no such payload, or anything follows it
     */
    public static <T extends SpecificRecord> T decode(byte[] data, Class<T> payloadClass) {
        return decode(data, payloadClass, SchemaHistory.published());
    }

    static <T extends SpecificRecord> T decode(byte[] data, Class<T> payloadClass, SchemaHistory history) {
        Schema reader = PayloadModel.INSTANCE.getSchema(payloadClass);
        PublishedSchema writer = writerOf(data, history);
        if (!writer.fullName().equals(reader.getFullName())) {
            throw new MalformedEvent(
                    "Expected a payload of " + reader.getFullName() + ", but its schema belongs to another type");
        }
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(data, PREFIX_BYTES, data.length - PREFIX_BYTES, null);
        try {
            T payload = payloadClass.cast(
                    new SpecificDatumReader<T>(writer.schema(), reader, PayloadModel.INSTANCE).read(null, decoder));
            if (!decoder.isEnd()) {
                throw new MalformedEvent("Expected the payload to end, but more bytes follow");
            }
            return payload;
        } catch (MalformedEvent e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Avro answers hostile bytes with whatever its internals run into: EOF, index and cast errors among them.
            throw new MalformedEvent("Expected a payload in Avro, but it cannot be read", e);
        }
    }

    /** The schema that the prefix names; the body is not looked at. */
    static PublishedSchema writerOf(byte[] data, SchemaHistory history) {
        return history.byId(schemaIdIn(data))
                .orElseThrow(() -> new MalformedEvent("Expected a published schema id, but it is unknown"));
    }

    /**
     * The id of the schema that the prefix names, which may be one that only a newer version of this service knows.
     *
     * @throws MalformedEvent if there is no such prefix
     */
    public static int schemaIdIn(byte[] data) {
        if (data.length < PREFIX_BYTES || data[0] != MAGIC) {
            throw new MalformedEvent("Expected a zero byte and a schema id, but the payload begins differently");
        }
        return ByteBuffer.wrap(data, 1, Integer.BYTES).getInt();
    }
}
