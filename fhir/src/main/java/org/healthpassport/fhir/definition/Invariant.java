package org.healthpassport.fhir.definition;

/**
 * A rule for the content of an element.
 *
 * @param expression in FHIRPath
 * @param human the rule in words
 */
public record Invariant(String key, String expression, String human) {}
