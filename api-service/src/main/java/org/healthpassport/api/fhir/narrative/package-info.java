/** The XHTML of narratives: formatted text, and nothing that runs. */
@NullMarked
package org.healthpassport.api.fhir.narrative;

import org.jspecify.annotations.NullMarked;
