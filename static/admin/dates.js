// Leave a date or hour as it was typed: the picker would write today over whatever it can't read.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
