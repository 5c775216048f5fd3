/** The XHTML of narratives: what a resource may show, and nothing that runs. */
@NullMarked
package org.healthpassport.api.fhir.narrative;

import org.jspecify.annotations.NullMarked;
