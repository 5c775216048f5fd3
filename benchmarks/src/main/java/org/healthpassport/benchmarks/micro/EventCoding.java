package org.healthpassport.benchmarks.micro;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.events.CloudEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.record.RecordCreated;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The payload of an event as Avro, there and back, and the Kafka record around it. */
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
        return CloudEvents.toRecord(event);
    }
}
