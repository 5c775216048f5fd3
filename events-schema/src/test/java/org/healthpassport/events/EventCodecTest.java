package org.healthpassport.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData.EnumSymbol;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.events.document.DocumentFailed;
import org.healthpassport.events.document.DocumentReceived;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.document.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static List<SpecificRecord> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadTheBytesThatWereEverWritten(SpecificRecord sample) throws IOException {
        // given
        List<Schema> versions = SchemaHistory.published().all().stream()
                .filter(published ->
                        published.fullName().equals(sample.getClass().getName()))
                .map(PublishedSchema::schema)
                .toList();

        for (int version = 1; version <= versions.size(); version++) {
            // when
            byte[] golden = HexFormat.of()
                    .parseHex(SchemaHistoryTest.resource(sample.getSchema().getName() + '.' + version + ".hex")
                            .strip());
            SpecificRecord payload = EventCodec.decode(golden, sample.getClass());

            // then it has the sample's values, and defaults for fields that the version did not have yet
            Schema writer = versions.get(version - 1);
            assertThat(sample.getSchema().getFields())
                    .as("version %s", version)
                    .allSatisfy(field -> assertThat(payload.get(field.pos()))
                            .as(field.name())
                            .isEqualTo(
                                    writer.getField(field.name()) == null
                                            ? PayloadModel.INSTANCE.getDefaultValue(field)
                                            : sample.get(field.pos())));
        }
    }

    @Property(tries = 200)
    void shouldReadWhatItWrote(
            @ForAll @StringLength(max = 50) String documentId,
            @ForAll @StringLength(max = 50) String patientId,
            @ForAll @LongRange(min = Long.MIN_VALUE) long size,
            @ForAll @Size(max = 64) byte[] digest) {
        // given
        DocumentReceived written = DocumentReceived.newBuilder()
                .setDocumentId(documentId)
                .setPatientId(patientId)
                .setCiphertextSizeBytes(size)
                .setCiphertextSha256(ByteBuffer.wrap(digest))
                .build();

        // when
        DocumentReceived read = EventCodec.decode(EventCodec.encode(written), DocumentReceived.class);

        // then
        assertThat(read).isEqualTo(written);
    }

    @Property(tries = 500)
    void shouldAnswerAnyBytesWithAPayloadOrARefusal(@ForAll @Size(max = 80) byte[] body) {
        // given
        byte[] data = ByteBuffer.allocate(5 + body.length)
                .put(Arrays.copyOf(EventCodec.encode(new DocumentFailed("", "", FailureReason.UNKNOWN)), 5))
                .put(body)
                .array();

        // when
        SpecificRecord payload;
        try {
            payload = EventCodec.decode(data, DocumentFailed.class);
        } catch (MalformedEvent e) {
            return;
        }

        // then
        assertThat(payload).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldRefuseEveryTruncation(SpecificRecord sample) {
        // given
        byte[] whole = EventCodec.encode(sample);

        // when, then
        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EventCodec.decode(truncated, sample.getClass()))
                    .isInstanceOf(MalformedEvent.class);
        }
    }

    @Test
    void shouldRefuseAnythingBehindThePayload() {
        // given
        byte[] whole = EventCodec.encode(Samples.received());
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);

        // when, then
        assertThatThrownBy(() -> EventCodec.decode(longer, DocumentReceived.class))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("more bytes follow");
    }

    @Test
    void shouldRefuseAnotherMagicByte() {
        // given
        byte[] data = EventCodec.encode(Samples.received());
        data[0] = 1;

        // when, then
        assertThatThrownBy(() -> EventCodec.decode(data, DocumentReceived.class))
                .isInstanceOf(MalformedEvent.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void shouldRefuseAnUnknownSchema(int id) {
        // given
        byte[] data = EventCodec.encode(Samples.received());
        ByteBuffer.wrap(data).putInt(1, id);

        // when, then
        assertThatThrownBy(() -> EventCodec.decode(data, DocumentReceived.class))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void shouldRefuseAPayloadOfAnotherType() {
        // given
        byte[] data = EventCodec.encode(Samples.received());

        // when, then
        assertThatThrownBy(() -> EventCodec.decode(data, DocumentStored.class))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("DocumentStored");
    }

    @Test
    void shouldNotAllocateWhatALengthPrefixPromises() throws IOException {
        // given
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(Arrays.copyOf(EventCodec.encode(Samples.received()), 5));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(data, null);
        encoder.writeLong(10_000_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        // when
        assertThatThrownBy(() -> EventCodec.decode(data.toByteArray(), DocumentReceived.class))
                .isInstanceOf(MalformedEvent.class);

        // then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
    }

    @Test
    void shouldReadPayloadsOfOlderAndNewerWriters() throws IOException {
        // given
        Schema older = SchemaBuilder.record("DocumentFailed")
                .namespace("org.healthpassport.events.document")
                .fields()
                .optionalString("patientId")
                .requiredString("documentId")
                .endRecord();
        Schema newer = SchemaBuilder.record("DocumentFailed")
                .namespace("org.healthpassport.events.document")
                .fields()
                .requiredString("documentId")
                .requiredLong("attempts")
                .name("reason")
                .type()
                .enumeration("FailureReason")
                .defaultSymbol("UNKNOWN")
                .symbols("UNKNOWN", "STORE_FULL")
                .noDefault()
                .endRecord();
        SchemaHistory history =
                new SchemaHistory(List.of(new PublishedSchema(77, older), new PublishedSchema(78, newer)));

        // when
        DocumentFailed fromOlder = EventCodec.decode(
                bytes(
                        77,
                        new GenericRecordBuilder(older)
                                .set("patientId", "patient-1")
                                .set("documentId", "document-1")),
                DocumentFailed.class,
                history);
        DocumentFailed fromNewer = EventCodec.decode(
                bytes(
                        78,
                        new GenericRecordBuilder(newer)
                                .set("documentId", "document-2")
                                .set("attempts", 3L)
                                .set(
                                        "reason",
                                        new EnumSymbol(newer.getField("reason").schema(), "STORE_FULL"))),
                DocumentFailed.class,
                history);

        // then
        assertThat(fromOlder).isEqualTo(new DocumentFailed("document-1", "patient-1", FailureReason.UNKNOWN));
        assertThat(fromNewer).isEqualTo(new DocumentFailed("document-2", "", FailureReason.UNKNOWN));
    }

    private static byte[] bytes(int schemaId, GenericRecordBuilder builder) throws IOException {
        var payload = builder.build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        new GenericDatumWriter<>(payload.getSchema())
                .write(payload, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }
}
