package org.healthpassport.api.fhir.validation;

/**
 * One thing that is wrong with a resource.
 *
 * @param pointer where, as an RFC 6901 JSON pointer
 * @param detail a sentence that quotes no value of the resource
 */
public record Finding(String pointer, String detail) {}
