/** What a client sends as a FHIR resource, checked and completed to what is stored. */
@NullMarked
package org.healthpassport.api.record.resource;

import org.jspecify.annotations.NullMarked;
