/** Patients as FHIR {@code Patient}: the demographics of a passport, which are one truth with its account. */
@NullMarked
package org.healthpassport.api.fhir.patient;

import org.jspecify.annotations.NullMarked;
