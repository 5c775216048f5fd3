package org.healthpassport.audit.log;

/** A partition of a Kafka topic that the log reads. */
public record SourcePartition(String topic, int partition) {}
