package org.healthpassport.api.outbox;

/** Names one aggregate: its collection and its id. */
public record AggregateRef(String collection, String id) {}
