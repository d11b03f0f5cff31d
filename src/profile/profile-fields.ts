/**
 * Tags of profile.proto's fields, `field * 8 + wire type` (0 varint, 2 length-delimited), named Message_field.
 * Repeated integers come packed (2) or one by one (0); both are read.
 */
const varint = (field: number): number => field * 8;
const nested = (field: number): number => field * 8 + 2;

export const PROFILE_FIELDS = 15;
export const PROFILE_SAMPLE_TYPE: number = nested(1);
export const PROFILE_SAMPLE: number = nested(2);
export const PROFILE_MAPPING: number = nested(3);
export const PROFILE_LOCATION: number = nested(4);
export const PROFILE_FUNCTION: number = nested(5);
export const PROFILE_STRING: number = nested(6);
export const PROFILE_DROP_FRAMES: number = varint(7);
export const PROFILE_KEEP_FRAMES: number = varint(8);
export const PROFILE_TIME: number = varint(9);
export const PROFILE_DURATION: number = varint(10);
export const PROFILE_PERIOD_TYPE: number = nested(11);
export const PROFILE_PERIOD: number = varint(12);
export const PROFILE_COMMENT: number = varint(13);
export const PROFILE_COMMENTS_PACKED: number = nested(13);
export const PROFILE_DEFAULT_SAMPLE_TYPE: number = varint(14);
export const PROFILE_DOC_URL: number = varint(15);

export const VALUE_TYPE_FIELDS = 2;
export const VALUE_TYPE_TYPE: number = varint(1);
export const VALUE_TYPE_UNIT: number = varint(2);

export const SAMPLE_FIELDS = 3;
export const SAMPLE_LOCATION: number = varint(1);
export const SAMPLE_LOCATIONS_PACKED: number = nested(1);
export const SAMPLE_VALUE: number = varint(2);
export const SAMPLE_VALUES_PACKED: number = nested(2);
export const SAMPLE_LABEL: number = nested(3);

export const LABEL_FIELDS = 4;
export const LABEL_KEY: number = varint(1);
export const LABEL_TEXT: number = varint(2);
export const LABEL_NUMBER: number = varint(3);
export const LABEL_UNIT: number = varint(4);

export const MAPPING_FIELDS = 10;
export const MAPPING_ID: number = varint(1);
export const MAPPING_START: number = varint(2);
export const MAPPING_LIMIT: number = varint(3);
export const MAPPING_OFFSET: number = varint(4);
export const MAPPING_FILE: number = varint(5);
export const MAPPING_BUILD_ID: number = varint(6);
/** The first of four boolean fields in the order of the bits of `Mappings.flags`. */
export const MAPPING_FIRST_FLAG: number = varint(7);

export const LOCATION_FIELDS = 5;
export const LOCATION_ID: number = varint(1);
export const LOCATION_MAPPING: number = varint(2);
export const LOCATION_ADDRESS: number = varint(3);
export const LOCATION_LINE: number = nested(4);
export const LOCATION_FOLDED: number = varint(5);

export const LINE_FIELDS = 3;
export const LINE_FUNCTION: number = varint(1);
export const LINE_LINE: number = varint(2);
export const LINE_COLUMN: number = varint(3);

export const FUNCTION_FIELDS = 5;
export const FUNCTION_ID: number = varint(1);
export const FUNCTION_NAME: number = varint(2);
export const FUNCTION_SYSTEM_NAME: number = varint(3);
export const FUNCTION_FILE: number = varint(4);
export const FUNCTION_START_LINE: number = varint(5);
