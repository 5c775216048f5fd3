package org.healthpassport.aggregates.outbox;

/** A reference to one aggregate: its collection and its id. */
public record AggregateRef(String collection, String id) {}
