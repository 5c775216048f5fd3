/** FHIR resources that clients send: validation, and completion to the stored form. */
@NullMarked
package org.healthpassport.api.record.resource;

import org.jspecify.annotations.NullMarked;
