package org.healthpassport.api.consent.representative.dependant;

/** A new passport, as the one who made it sees it. */
record Dependant(String patientId) {}
