/** A resource seen through its definitions: elements with types instead of JSON members. */
@NullMarked
package org.healthpassport.api.fhir.element;

import org.jspecify.annotations.NullMarked;
