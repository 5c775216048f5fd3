package org.healthpassport.fhir.validation;

/**
 * An error in a resource.
 *
 * @param pointer its place, as an RFC 6901 JSON pointer
 * @param detail the requirement that is not met ("must ..."); quotes no value of the resource
 */
public record Finding(String pointer, String detail) {}
