package need

import (
	"fmt"
	"slices"
	"strings"
)

// hardware says which devices a word stands for in options and in the names of
// variables.
type hardware struct {
	words   []string
	devices []string
	what    string
	source  string
}

// hardwareWords are the names of interfaces to devices that programs share, each as
// its documentation calls it.
var hardwareWords = []hardware{
	{[]string{"vaapi", "qsv"}, []string{"/dev/dri/renderD128", "/dev/dri/card0"}, "the graphics processor",
		"the documentation of FFmpeg (hwaccel); https://github.com/intel/libva"},
	{[]string{"cuda", "nvenc", "nvdec", "cuvid"}, []string{"/dev/nvidiactl", "/dev/nvidia0"}, "a card of NVIDIA",
		"the README of NVIDIA's driver for Linux (device files)"},
	{[]string{"rocm"}, []string{"/dev/kfd"}, "a card of AMD", "the documentation of ROCm (device files)"},
	{[]string{"opencl"}, []string{"/dev/dri/renderD128", "/dev/kfd", "/dev/nvidiactl"}, "the graphics processor", "the documentation of the OpenCL drivers"},
	{[]string{"v4l2", "video4linux2"}, []string{"/dev/video0"}, "a camera", "the documentation of FFmpeg (video4linux2)"},
}

// hardwareVariables choose among devices, and so tell that there are some.
var hardwareVariables = map[string]string{
	"CUDA_VISIBLE_DEVICES": "cuda", "NVIDIA_VISIBLE_DEVICES": "cuda", "LIBVA_DRIVER_NAME": "vaapi",
	"HIP_VISIBLE_DEVICES": "rocm", "ROCR_VISIBLE_DEVICES": "rocm", "HSA_OVERRIDE_GFX_VERSION": "rocm",
}

// notUsed are the values that switch something off.
var notUsed = []string{"", "0", "no", "off", "false", "none", "never", "disabled", "-1", "void"}

// hardwareNeeds records the devices that words of a command line stand for.
func (r *reader) hardwareNeeds(i *invocation) {
	if elsewhere[i.name()] || shells[i.name()] {
		return
	}
	for at, argument := range i.arguments {
		if !argument.known || strings.ContainsAny(argument.text, "/ ") {
			continue
		}
		name, content, assigned := strings.Cut(argument.text, "=")
		if assigned && slices.Contains(notUsed, content) || switchesOff(name) || at > 0 && switchesOff(i.arguments[at-1].text) {
			continue
		}
		if !assigned && at+1 < len(i.arguments) && strings.HasPrefix(name, "-") && slices.Contains(notUsed, i.arguments[at+1].text) {
			continue
		}
		r.usesHardware(i, wordsOf(strings.ReplaceAll(argument.text, "=", " ")), argument, argument.text)
	}
}

// switchesOff tells options that say what is not to be used.
func switchesOff(option string) bool {
	words := wordsOf(strings.TrimLeft(option, "-"))
	return strings.HasPrefix(option, "-") && len(words) > 0 && slices.Contains([]string{"no", "disable", "without", "skip", "exclude"}, words[0])
}

// hardwareIn is the reading of a variable that chooses among devices.
func hardwareIn(r *reader, i *invocation, name string, w word) {
	if meant := hardwareVariables[name]; meant != "" && !slices.Contains(notUsed, w.text) && !elsewhere[i.name()] {
		r.usesHardware(i, []string{meant}, w, name)
	}
}

func (r *reader) usesHardware(i *invocation, words []string, at word, shown string) {
	for _, row := range hardwareWords {
		if !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(row.words, w) }) {
			continue
		}
		r.add(i, Need{Kind: Device, Any: row.devices, Certainty: Likely, Consequence: Missing,
			Why:      fmt.Sprintf("uses %s (%s)", row.what, shown),
			Evidence: Evidence{Assignment: i.assignment, Range: at.place, Source: row.source}})
		return
	}
}
