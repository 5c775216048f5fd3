package org.healthpassport.api.fhir.definition;

/**
 * What must hold for an element.
 *
 * @param expression in FHIRPath
 * @param human the same for people
 */
public record Invariant(String key, String expression, String human) {}
