/** The types that health records have, and what a record of any of them says: about whom, about what, when, and whether it holds. */
@NullMarked
package org.healthpassport.fhir.catalog;

import org.jspecify.annotations.NullMarked;
