package org.healthpassport.aggregates.refusal;

/**
 * An invalid member of an input.
 *
 * @param pointer JSON pointer into the input (RFC 6901)
 * @param detail how it must be, as "must ..."; never contains PHI
 */
public record InvalidMember(String pointer, String detail) {}
