package org.healthpassport.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.kafka.AttestedEvent;
import org.healthpassport.events.kafka.CloudEvents;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.kafka.KeptEvent;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The payload of an event as Avro, there and back, the Kafka record around it, and the MACs that prove it. */
@State(Scope.Benchmark)
public class EventCoding {
    private static final String RECORD_ID = "0199f1a3-02b8-7a11-8c6d-94e0b7f5c213";

    private final RecordCreated payload =
            new RecordCreated(RECORD_ID, SampleResource.PATIENT_ID, "AllergyIntolerance", 1L);
    private final byte[] encoded = EventCodec.encode(payload);
    private final Event event = new Event(
            "0199f1a3-02ba-7f0e-9d21-7b4c8e6a5f30",
            EventType.RECORD_CREATED,
            RECORD_ID,
            Instant.parse("2026-11-23T10:15:30.123Z"),
            SampleResource.PATIENT_ID,
            1L,
            "0199f1a3-02b7-7d66-b0c8-2e9f5a1d7b43",
            "0199f1a3-02b9-7e55-a1f2-6d0c3b8e7a94",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            encoded);
    private final EventMacs macs = macs();
    private final AttestedEvent attested = macs.attest(event);
    private final KeptEvent kept = KeptEvent.of(attested);
    private final ConsumerRecord<String, byte[]> record = received(CloudEvents.toRecord(attested));

    @Benchmark
    public byte[] encode() {
        return EventCodec.encode(payload);
    }

    @Benchmark
    public RecordCreated decode() {
        return EventCodec.decode(encoded, RecordCreated.class);
    }

    @Benchmark
    public ProducerRecord<String, byte[]> toRecord() {
        return CloudEvents.toRecord(attested);
    }

    /** One MAC for each of the four services that read. */
    @Benchmark
    public AttestedEvent attest() {
        return macs.attest(event);
    }

    /** The check of the relay before it sends what it reads from the database: one MAC for each of the four. */
    @Benchmark
    public boolean isAttested() {
        return macs.attested(kept);
    }

    /** The work of a reader: one MAC is checked, then the headers are parsed. */
    @Benchmark
    public Event read() {
        return macs.read(record);
    }

    private static EventMacs macs() {
        try {
            Path folder = Files.createTempDirectory("benchmark-keys");
            MacKeyFolder keys = EventKeys.openOrCreate(Service.API_SERVICE, folder, FileProtection.NONE, () -> false);
            return EventKeys.macs(Service.API_SERVICE, () -> keys);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);
        return record;
    }
}
